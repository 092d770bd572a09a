using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Merge;

/// <summary>
/// Decides which of two documents wins a day: a finished row over a provisional one, full precision over a rounded table,
/// the later capture over the earlier, ties by hash. A total order, so that the final state of a series is a function
/// of the set of its documents.
/// </summary>
internal readonly record struct CaptureKey(bool Final, bool Precise, DateTime CapturedAt, string Sha256) : IComparable<CaptureKey>
{
    public static CaptureKey Of(LoadLedgerEntry entry, DateOnly day) =>
        new(entry.FinalThrough is { } through && day <= through, entry.Precise, entry.CapturedAt, entry.Sha256);

    public int CompareTo(CaptureKey other)
    {
        var order = Final.CompareTo(other.Final);
        if (order == 0)
            order = Precise.CompareTo(other.Precise);
        if (order == 0)
            order = CapturedAt.CompareTo(other.CapturedAt);
        return order != 0 ? order : string.CompareOrdinal(Sha256, other.Sha256);
    }
}
