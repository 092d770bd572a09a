using System.Globalization;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>
/// Names the pull of one stock, for one due time, from one source, so that planned twice it is one pull. The pulls of one
/// due time are one round: its sources are asked one after the other until one has the day.
/// </summary>
internal static class PlanKeys
{
    private static readonly SourceName[] Sources = Enum.GetValues<SourceName>();

    public static string Of(string round, SourceName source) => $"{round}:{source}";

    public static string Round(string symbol, DateTime due) =>
        string.Create(CultureInfo.InvariantCulture, $"due:{symbol}:{due:yyyyMMdd'T'HHmmssfff}");

    public static string RoundOf(string planKey) => planKey[..Math.Max(0, planKey.LastIndexOf(':'))];

    /// <summary>Of whatever sources there may be, in the stock's order or not.</summary>
    public static IEnumerable<string> OfRound(string round) => Sources.Select(s => Of(round, s));
}
