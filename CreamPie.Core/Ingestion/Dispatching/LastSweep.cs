namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>When this process last looked for work and could plan what was due: a worker that cannot is of no use.</summary>
public sealed class LastSweep
{
    private long _ticks;

    /// <summary>UTC, on this process's clock; null before the first.</summary>
    public DateTime? At => Volatile.Read(ref _ticks) is var ticks and not 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    internal void Ended(DateTime at) => Volatile.Write(ref _ticks, at.Ticks);
}
