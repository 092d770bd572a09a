using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing.Splits;

/// <summary>
/// Checks each split of a document against its own prices around the ex-date. On the basis of a series they do not step by it; if
/// they step by the ratio, by its inverse or twice, then the ratio, its direction, its date or the basis is wrong.
/// </summary>
internal static class SplitChecks
{
    private const string Done = "Loaded as the source gave it.";

    /// <summary>How far a step may be from the ratio, as a fraction of it, both as logarithms.</summary>
    private const double Slack = 1 / 3d;

    /// <param name="bars">Oldest first, on the basis of the series.</param>
    /// <param name="document">As parsed; its basis says whether the bars were converted.</param>
    /// <param name="findings">Receives the findings.</param>
    public static void Report(IReadOnlyList<DailyBar> bars, ParsedDocument document, FindingList findings)
    {
        foreach (var split in document.Actions.Where(a => a.Kind == ActionKind.Split))
        {
            if (SplitStep.Around(bars, split) is not var (before, after)
                || Said(Math.Log(after.Close / before.Close) / Math.Log(split.Ratio), document.Basis) is not { } doubt)
                continue;
            findings.Add(
                FindingKind.SplitImplausible, split.ExDate,
                string.Create(CultureInfo.InvariantCulture, $"The split {split.Numerator}:{split.Denominator} and the closes ")
                + $"{FindingList.Number(before.Close)} on {FindingList.Day(before.Date)} and {FindingList.Number(after.Close)}: {doubt}",
                Done);
        }
    }

    /// <param name="step">The step of the closes as a power of the ratio.</param>
    /// <param name="basis">Of the document.</param>
    /// <returns>Null if the step is no power of the ratio but 0: a day's trading.</returns>
    private static string? Said(double step, PriceBasis basis)
    {
        var power = Math.Round(step);
        if (power == 0 || Math.Abs(power) > 2 || Math.Abs(step - power) > Slack)
            return null;
        return (power, basis) switch
        {
            (1, PriceBasis.AsTraded) => "the prices do not step by it, so they may be split-adjusted already.",
            (1, _) => "they step the other way, so its two numbers may be the wrong way round.",
            (2, PriceBasis.AsTraded) => "they step the other way, so its two numbers may be the wrong way round.",
            (-1, _) => "they step by it, so the prices may not be adjusted for it.",
            _ => "they step by twice the ratio, so it may be wrong, or adjusted for twice.",
        };
    }
}
