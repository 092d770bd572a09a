using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Loading.Checks;

/// <summary>
/// Findings on days that a later capture covers but lacks. Days in a row are one fact about that capture, and so are very many
/// single ones.
/// </summary>
internal static class MissingDays
{
    private const int MostRuns = 20;

    /// <param name="missing">In any order; with the document of the capture that lacks the day.</param>
    /// <param name="series">The days of the series where any can be missing, in any order, repeated or not.</param>
    /// <returns>Each dated by its first day, and with the document that lacks it.</returns>
    public static IEnumerable<(int DocumentId, ProcessedFinding Finding)> Find(
        IReadOnlyCollection<(int DocumentId, DateOnly Day)> missing, IEnumerable<DateOnly> series)
    {
        if (missing.Count == 0)
            return [];
        DateOnly[] days = [.. series.Distinct().Order()];
        return missing.GroupBy(m => m.DocumentId, m => m.Day)
            .SelectMany(capture => Runs(days, capture.ToHashSet()).Select(run => (capture.Key, run.Finding())));
    }

    private static List<Run> Runs(DateOnly[] days, HashSet<DateOnly> missing)
    {
        List<Run> runs = [];
        var isInRun = false;
        foreach (var day in days)
        {
            var isMissing = missing.Contains(day);
            if (isMissing && isInRun)
                runs[^1] = runs[^1].And(day);
            else if (isMissing)
                runs.Add(new(day, day, 1));
            isInRun = isMissing;
        }
        return runs.Count <= MostRuns ? runs : [new(runs[0].First, runs[^1].Last, runs.Sum(r => r.Days))];
    }

    private readonly record struct Run(DateOnly First, DateOnly Last, int Days)
    {
        public Run And(DateOnly day) => this with { Last = day, Days = Days + 1 };

        public ProcessedFinding Finding() => new(
            FindingKind.MissingInLaterCapture,
            First,
            Days == 1
                ? "A later capture covers this day but does not include it."
                : $"A later capture covers {FindingList.Count(Days)} days from {FindingList.Day(First)} to {FindingList.Day(Last)} "
                    + "but does not include them.",
            "Kept.");
    }
}
