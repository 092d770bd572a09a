using System.Globalization;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>
/// The findings of one document. A kind that occurs often is one fact about the source, so it becomes one
/// finding with its count and range.
/// </summary>
internal sealed class FindingList
{
    private const int MostOfAKind = 20;
    private const int MaxSeen = 500;
    private const int MaxDone = 200;

    /// <summary>Below it, .NET writes numbers with an exponent.</summary>
    private const double Scientific = 1e-4;

    /// <summary>Below it, the digits are beyond those of <see cref="Decimals"/>.</summary>
    private const double Tiniest = 1e-15;
    private const string Decimals = "0.##############################";

    private readonly List<ProcessedFinding> _all = [];

    public void Add(FindingKind kind, DateOnly? date, string seen, string done) =>
        _all.Add(new ProcessedFinding(kind, date, Excerpt.Within(seen, MaxSeen), Excerpt.Within(done, MaxDone)));

    public IReadOnlyList<ProcessedFinding> Summarised() =>
        [.. _all.GroupBy(f => f.Kind).OrderBy(g => g.Key).SelectMany(g => g.Count() > MostOfAKind ? [Summary([.. g])] : g.AsEnumerable())];

    /// <summary>As people write it: 0.0000131, not 1.31E-05.</summary>
    public static string Number(double value) =>
        value.ToString(Math.Abs(value) is < Scientific and > Tiniest ? Decimals : "R", CultureInfo.InvariantCulture);

    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ProcessedFinding Summary(IReadOnlyList<ProcessedFinding> findings)
    {
        var first = findings[0];
        var dates = findings.Where(f => f.Date is not null).Select(f => f.Date!.Value).ToArray();
        var range = dates.Length == 0 ? "" : $", from {Day(dates.Min())} to {Day(dates.Max())}";
        return new ProcessedFinding(
            first.Kind,
            dates.Length == 0 ? null : dates.Max(),
            Excerpt.Within($"{Count(findings.Count)} times{range}; the first: {first.Seen}", MaxSeen),
            first.Done);
    }
}
