using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing.Dividends;

/// <summary>
/// Finds payments that cannot be right, by the adjusted closes, the price's own step and the other payments. A day has at most
/// one finding of a kind, the one that says most.
/// </summary>
internal static class DividendChecks
{
    public const string Done = "Loaded as the source gave them.";

    private const int NearDays = 7;
    private const double NearAmount = 0.25;

    /// <param name="bars">Oldest first, on the basis of the series.</param>
    /// <param name="document">Its actions, on the same basis.</param>
    /// <param name="isQuotedInHundredths">True for prices in pence and the like, whose amounts are easily 100 times too small.</param>
    /// <param name="findings">Receives the findings.</param>
    public static void Report(IReadOnlyList<DailyBar> bars, ParsedDocument document, bool isQuotedInHundredths, FindingList findings)
    {
        var exDays = ExDays.Of(bars, document);
        var implausible = new SortedDictionary<DateOnly, string>();
        Add(Negative(document));
        Add(PriceChecks.Unnoticed(exDays));
        Add(NeighbourChecks.Find(exDays));
        Add(HundredthChecks.Find(exDays, isQuotedInHundredths));
        Add(GainChecks.TakenTwice(exDays));
        Add(Twice([.. document.Actions.Where(a => a is { Kind: ActionKind.Dividend, Amount: > 0 }).OrderBy(a => a.ExDate)]));
        foreach (var (day, seen) in implausible)
            findings.Add(FindingKind.DividendImplausible, day, seen, Done);
        foreach (var (day, seen) in AdjustedStepChecks.Find(exDays, document.Precise).Concat(AdjustedStepChecks.Unlisted(bars, document)))
            findings.Add(FindingKind.DividendNotInAdjClose, day, seen, Done);

        void Add(IEnumerable<(DateOnly Day, string Seen)> found)
        {
            foreach (var (day, seen) in found)
                implausible.TryAdd(day, seen);
        }
    }

    public static string Percent(double fraction)
    {
        var digits = Math.Abs(fraction) < 0.001 ? 4 : 2;
        return (Math.Round(100 * fraction, digits) + 0.0).ToString(CultureInfo.InvariantCulture) + "%";
    }

    private static IEnumerable<(DateOnly Day, string Seen)> Negative(ParsedDocument document) => document.Actions
        .Where(a => a.Amount < 0)
        .Select(a => (a.ExDate, $"A payment of {FindingList.Number(a.Amount!.Value)}: no company pays less than nothing."));

    private static IEnumerable<(DateOnly Day, string Seen)> Twice(IReadOnlyList<CorporateAction> dividends)
    {
        foreach (var (first, second) in dividends.Zip(dividends.Skip(1)))
        {
            if (second.ExDate.DayNumber - first.ExDate.DayNumber > NearDays
                || Math.Abs(second.Amount!.Value / first.Amount!.Value - 1) > NearAmount)
                continue;
            yield return (
                second.ExDate,
                $"A dividend of {FindingList.Number(second.Amount.Value)} only days after one of {FindingList.Number(first.Amount.Value)} "
                + $"on {FindingList.Day(first.ExDate)}: it may be listed twice.");
        }
    }
}
