using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;
using Xunit.Abstractions;

namespace CreamPie.Tests.RealDocuments;

/// <summary>
/// Counts what the checks find: of the events that the repaired files mend, and in long right histories, where there is nothing.
/// </summary>
[Trait("Lane", "RealDocuments")]
public sealed class RepairEventsTests(ITestOutputHelper output)
{
    private const double Goal = 0.95;
    private const double MostFalseInAThousand = 0.1;

    private static readonly FindingKind[] Kinds =
        [FindingKind.DividendNotInAdjClose, FindingKind.DividendImplausible, FindingKind.UnitJump, FindingKind.LargeMove];

    /// <summary>One thing that is wrong: a payment on its day, or prices from a day to the next right one.</summary>
    private sealed record Event(string Pair, DateOnly First, DateOnly Last);

    [RealDataFact]
    public void Nineteen_of_twenty_events_are_found_on_their_day()
    {
        var events = RealFolder.RepairPairs().SelectMany(EventsOf).ToList();
        var missed = events.Where(e => !IsFound(e)).ToList();

        output.WriteLine($"{events.Count - missed.Count} of {events.Count} events are found; not: {string.Join(", ", missed)}.");
        Assert.InRange(events.Count, 60, 80);
        Assert.True(missed.Count <= (1 - Goal) * events.Count, string.Join(", ", missed));
    }

    [RealDataFact]
    public void Long_right_histories_have_hardly_a_false_finding()
    {
        var apple = Read("AAPL_2024-04-09.csv", "AAPL");
        apple = apple with { Actions = [.. Dividends().Where(d => d.ExDate <= new DateOnly(2024, 4, 9))] };
        var index = Read("GSPC_2023-12-28.csv", "^GSPC");

        Assert.Equal(47, apple.Actions.Count);
        Assert.InRange(InAThousand(apple, "AAPL", (FindingKind.LargeMove, new(2000, 9, 29))), 0, MostFalseInAThousand);
        Assert.InRange(InAThousand(index, "^GSPC", (FindingKind.NonPositive, null)), 0, MostFalseInAThousand);
    }

    private double InAThousand(ParsedDocument document, string symbol, (FindingKind, DateOnly?) right)
    {
        var found = RealFolder.Process(document, symbol).Findings.Where(f => (f.Kind, f.Date) != right).ToList();
        foreach (var finding in found)
            output.WriteLine($"{symbol}: {finding}");
        return 1_000d * found.Count / document.Rows.Count;
    }

    private static bool IsFound(Event e)
    {
        var symbol = RealFolder.RepairSymbol(e.Pair);
        var folder = new RealFolder("repair");
        var mended = folder.Load($"{e.Pair}-fixed.csv", symbol).Findings.Select(f => (f.Kind, f.Date)).ToHashSet();
        return folder.Load($"{e.Pair}.csv", symbol).Findings.Any(f =>
            Kinds.Contains(f.Kind) && f.Date >= e.First && f.Date <= e.Last && !mended.Contains((f.Kind, f.Date)));
    }

    private static IEnumerable<Event> EventsOf(string pair)
    {
        var bad = Read("repair", $"{pair}.csv", RealFolder.RepairSymbol(pair));
        var mended = Read("repair", $"{pair}-fixed.csv", RealFolder.RepairSymbol(pair));
        var bars = bad.Rows.Select(r => r.Bar).OrderBy(b => b.Date).ToList();
        var right = mended.Rows.ToDictionary(r => r.Bar.Date, r => r.Bar);
        for (var i = 1; i < bars.Count; i++)
        {
            var paid = bad.Actions.Where(a => a.ExDate == bars[i].Date && a.Kind != ActionKind.Split).Sum(a => a.Amount!.Value);
            var mendedPaid = mended.Actions.Where(a => a.ExDate == bars[i].Date && a.Kind != ActionKind.Split).Sum(a => a.Amount!.Value);
            if (paid > 0 && (!Price.Same(paid, mendedPaid) || Math.Abs(paid / mendedPaid - 1) > 0.01 || !SameStep(i)))
                yield return new(pair, bars[i].Date, bars[i].Date);
            if (IsWrong(i) && (i == 1 || !IsWrong(i - 1)))
            {
                var end = i;
                while (end < bars.Count - 1 && IsWrong(end))
                    end++;
                yield return new(pair, bars[i].Date, bars[end].Date);
            }
        }

        bool IsWrong(int i) => right.TryGetValue(bars[i].Date, out var bar) && Math.Abs(bars[i].Close / bar.Close - 1) > 0.01;

        bool SameStep(int i) => !right.TryGetValue(bars[i - 1].Date, out var before) || !right.TryGetValue(bars[i].Date, out var after)
            || Math.Abs(Step(bars[i - 1], bars[i]) - Step(before, after)) < 1e-4;
    }

    private static double Step(DailyBar before, DailyBar after) =>
        before.AdjClose!.Value / before.Close / (after.AdjClose!.Value / after.Close);

    private static ParsedDocument Read(string file, string symbol) => Read("csv", file, symbol);

    private static ParsedDocument Read(string folder, string file, string symbol) =>
        Assert.IsType<ParseResult.Parsed>(new RealFolder(folder).Read(file, symbol)).Document;

    private static IEnumerable<CorporateAction> Dividends() =>
        File.ReadLines(RealData.PathOf("csv", "AAPL_dividends_2010-2025.csv")).Skip(1).Select(line => line.Split(',')).Select(fields =>
            CorporateAction.Cash(
                RealFolder.Day(fields[0][..10]), ActionKind.Dividend,
                double.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture)));
}
