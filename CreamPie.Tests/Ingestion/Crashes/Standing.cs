using System.Diagnostics;
using CreamPie.Core.Database;
using CreamPie.Core.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Crashes;

/// <summary>Measures from the tables how long documents stand whose worker died or froze: from the end of its lease until somebody takes them.</summary>
internal sealed class Standing(TestDatabase database)
{
    private readonly Dictionary<(int Id, long Token), long> _since = [];

    public int Interrupted { get; private set; }

    public TimeSpan Longest { get; private set; }

    /// <summary>The one that stood longest.</summary>
    public string Which { get; private set; } = "";

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await LookAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var now = await database.Get<DatabaseClock>().NowAsync(db, cancellationToken);
        var standing = await db.Documents
            .Where(d => Claims.Runnable.Contains(d.State) && d.NextAttempt <= now && d.LeaseOwner != null && (d.LeaseUntil == null || d.LeaseUntil < now))
            .Select(d => new { d.Id, d.Token, d.Symbol, d.State, Handed = d.HandedAt != null })
            .ToListAsync(cancellationToken);
        var seen = standing.ToDictionary(d => (d.Id, d.Token), d => $"{d.Symbol} {d.State}{(d.Handed ? " handed over" : "")}");
        foreach (var gone in _since.Keys.Where(k => !seen.ContainsKey(k)).ToList())
            _since.Remove(gone);
        foreach (var (document, what) in seen)
        {
            if (_since.TryAdd(document, Stopwatch.GetTimestamp()))
                Interrupted++;
            var stood = Stopwatch.GetElapsedTime(_since[document]);
            if (stood > Longest)
                (Longest, Which) = (stood, what);
        }
    }
}
