using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>The oracle of the crash tests: served bars are true day by day, and every document is loaded once.</summary>
internal static class EndState
{
    /// <returns>What is lost, doubled or wrong; empty if nothing is.</returns>
    public static async Task<List<string>> FaultsAsync(
        TestDatabase database, string symbol, List<DailyBar> bars, List<CorporateAction> actions)
    {
        var faults = new List<string>();
        var series = await database.Get<SeriesQuery>().BarsAsync(
            Caller.System, Symbol.Parse(symbol), new SeriesRequest(), CancellationToken.None);
        var served = series?.Bars ?? [];
        if (!served.Select(b => b.Date).SequenceEqual(bars.Select(b => b.Date)))
            faults.Add(
                $"{symbol} has {served.Count} of {bars.Count} sessions, "
                + $"to {(served.Count > 0 ? served[^1].Date : null):o} of {bars[^1].Date:o} ({series?.Reason})");
        else
            faults.AddRange(served.Zip(bars)
                .Where(pair => !IsSame(pair.First, pair.Second))
                .Select(pair => $"{symbol} serves {pair.First} for {pair.Second}"));
        var stored = await database.Get<ActionQuery>().ActionsAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        var listed = stored?.Items.Select(a => $"{a.ExDate:o} {a.Kind} {a.Amount} {a.Numerator}:{a.Denominator}").Order().ToList() ?? [];
        var truth = actions.Select(a => $"{a.ExDate:o} {a.Kind} {a.Amount} {a.Numerator}:{a.Denominator}").Order().ToList();
        if (!listed.SequenceEqual(truth))
            faults.Add($"{symbol} has the actions [{string.Join(", ", listed)}], not [{string.Join(", ", truth)}]");
        return faults;
    }

    /// <summary>Documents that are not loaded, or not entered once in the ledger.</summary>
    public static async Task<List<string>> UnfinishedAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var documents = await db.Documents.AsNoTracking()
            .Select(d => new
            {
                d.Id,
                d.Symbol,
                d.State,
                d.Outcome,
                d.Reason,
                d.Error,
                Entries = db.LoadLedger.Count(e => e.DocumentId == d.Id),
            })
            .ToListAsync();
        return [.. documents
            .Where(d => d.State != DocumentState.Loaded || d.Outcome != Outcome.Loaded || d.Entries != 1)
            .Select(d =>
                $"document {d.Id} of {d.Symbol} is {d.State} ({d.Outcome} {d.Reason} {d.Error}), {d.Entries} times in the ledger")];
    }

    /// <summary>Revisions, restatements or findings of one document and day that exist twice, so its load was recorded twice.</summary>
    public static async Task<List<string>> RepeatedNotesAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var revisions = await db.BarRevisions
            .GroupBy(r => new { r.StockId, r.Source, r.Date, r.DocumentId })
            .CountAsync(g => g.Count() > 1);
        var restatements = await db.AdjustmentRevisions
            .GroupBy(r => new { r.StockId, r.Source, r.BeforeDate, r.DocumentId })
            .CountAsync(g => g.Count() > 1);
        var findings = await db.Findings
            .GroupBy(f => new { f.StockId, f.DocumentId, f.Kind, f.Date, f.Seen })
            .CountAsync(g => g.Count() > 1);
        (int Count, string What)[] notes = [(revisions, "revisions"), (restatements, "adjustment revisions"), (findings, "findings")];
        return [.. notes.Where(n => n.Count > 0).Select(n => $"{n.Count} {n.What} exist twice")];
    }

    private static bool IsSame(DailyBar a, DailyBar b) =>
        Price.Same(a.Open, b.Open) && Price.Same(a.High, b.High) && Price.Same(a.Low, b.Low) && Price.Same(a.Close, b.Close)
        && Price.Same(a.AdjClose, b.AdjClose) && Math.Abs((a.Volume ?? -1) - (b.Volume ?? -1)) <= 1 && a.Final == b.Final;
}
