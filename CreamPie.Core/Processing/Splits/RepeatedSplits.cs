using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing.Splits;

/// <summary>
/// One split that a document tells twice, days apart, is one split: no company splits by the same ratio twice in a fortnight. Of its
/// days the one counts on which the prices step by it; where none does, the later, because splits are postponed.
/// </summary>
internal static class RepeatedSplits
{
    private const int Fortnight = 14;

    /// <param name="document">As parsed.</param>
    /// <param name="bars">Its bars, oldest first.</param>
    /// <param name="findings">Receives a finding for each split told twice.</param>
    /// <returns>The document itself if no split is told twice.</returns>
    public static ParsedDocument Once(ParsedDocument document, IReadOnlyList<DailyBar> bars, FindingList findings)
    {
        CorporateAction[] splits = [.. document.Actions.Where(a => a.Kind == ActionKind.Split).Distinct().OrderBy(a => a.ExDate)];
        var dropped = new HashSet<CorporateAction>();
        for (var i = 1; i < splits.Length; i++)
        {
            if (Earlier(i) is not { } earlier)
                continue;
            var isEarlier = SplitStep.IsAt(bars, earlier) && !SplitStep.IsAt(bars, splits[i]);
            var (kept, other) = isEarlier ? (earlier, splits[i]) : (splits[i], earlier);
            dropped.Add(other);
            findings.Add(
                FindingKind.SplitRepeated, kept.ExDate,
                string.Create(CultureInfo.InvariantCulture, $"The split {kept.Numerator}:{kept.Denominator} is listed ")
                + $"on {FindingList.Day(earlier.ExDate)} and on {FindingList.Day(splits[i].ExDate)}.",
                $"Counted once, on {FindingList.Day(kept.ExDate)}.");
        }
        return dropped.Count == 0 ? document : document with { Actions = [.. document.Actions.Where(a => !dropped.Contains(a))] };

        CorporateAction? Earlier(int i)
        {
            for (var j = i - 1; j >= 0 && splits[i].ExDate.DayNumber - splits[j].ExDate.DayNumber <= Fortnight; j--)
            {
                if (!dropped.Contains(splits[j]) && Price.Same(splits[j].Ratio, splits[i].Ratio))
                    return splits[j];
            }
            return null;
        }
    }
}
