using System.Globalization;
using CreamPie.Core.Loading.Writers;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Listings;

/// <summary>
/// A company that changes its ticker takes its history along: the new stock has the prices of an old one that stopped. The first load of
/// a stock proposes it to an admin; nothing is joined.
/// </summary>
internal static class RenameCheck
{
    /// <summary>Equal closes in a row that two companies never have.</summary>
    private const int Sessions = 60;

    /// <summary>Different closes among them: a fund of the money market has one.</summary>
    private const int FewestCloses = 10;

    private const int MostCompared = 5;
    private const int FewestDays = 7;

    /// <summary>Runs before the facts of <paramref name="stock"/> are updated; reads nothing if it has bars already.</summary>
    public static async Task<IReadOnlyList<ProcessedFinding>> FindAsync(
        CreamPieDbContext db, Stock stock, LoadRequest request, SplitFactors splits, CancellationToken cancellationToken)
    {
        var bars = request.Document.Bars;
        if (stock.FirstSession is not null || bars.Count <= Sessions)
            return [];
        // Not those whose own next session is about to come.
        var (first, last) = (bars[Sessions - 1].Date, bars[^1].Date.AddDays(-FewestDays));
        var stopped = await db.Stocks.AsNoTracking()
            .Where(s => s.LastSession >= first && s.LastSession < last && s.LastClose != null)
            .Select(s => new { s.Id, s.Symbol, s.ServedSource, Day = s.LastSession!.Value, Close = s.LastClose!.Value })
            .ToListAsync(cancellationToken);
        if (stopped.Count == 0)
            return [];
        var basis = request.Document.BasisDate;
        var closes = bars.Where(b => b.Final).ToDictionary(b => b.Date, b => b.Close * splits.Applied(b.Date, basis));
        var findings = new List<ProcessedFinding>();
        foreach (var other in stopped.Where(s => closes.TryGetValue(s.Day, out var close) && Price.Same(close, s.Close)).Take(MostCompared))
        {
            var theirs = await db.DailyBars.AsNoTracking()
                .Where(b => b.StockId == other.Id && b.Source == other.ServedSource && b.Final && b.Date <= other.Day)
                .OrderByDescending(b => b.Date).Take(Sessions)
                .ToListAsync(cancellationToken);
            if (!IsContinued(theirs, closes, splits))
                continue;
            var finding = new ProcessedFinding(
                FindingKind.ProposedRename, other.Day,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{stock.Symbol} looks like the continuation of {other.Symbol}: on {Sessions} sessions to {other.Day:yyyy-MM-dd}, "
                    + $"where {other.Symbol} ends, their closes are equal."),
                "Two series: nothing is joined.");
            findings.Add(finding);
            FindingRecorder.Add(db, other.Id, request, finding);
        }
        return findings;
    }

    private static bool IsContinued(List<DailyBarRow> theirs, Dictionary<DateOnly, double> closes, SplitFactors splits) =>
        theirs.Count == Sessions && theirs.Select(b => b.Close).Distinct().Count() >= FewestCloses
        && theirs.TrueForAll(b => closes.TryGetValue(b.Date, out var close)
            && Price.Same(close, b.Close * splits.Applied(b.Date, b.BasisDate)));
}
