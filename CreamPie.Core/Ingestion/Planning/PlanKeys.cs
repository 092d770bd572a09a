using System.Globalization;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>
/// Plan keys: one per stock, due time and source, so that planning twice creates one pull. The pulls of one due time are
/// a round.
/// </summary>
internal static class PlanKeys
{
    private static readonly SourceName[] Sources = Enum.GetValues<SourceName>();

    public static string Of(string round, SourceName source) => $"{round}:{source}";

    public static string Round(string symbol, DateTime due) =>
        string.Create(CultureInfo.InvariantCulture, $"due:{symbol}:{due:yyyyMMdd'T'HHmmssfff}");

    public static string RoundOf(string planKey) => planKey[..Math.Max(0, planKey.LastIndexOf(':'))];

    /// <summary>Keys of a round for every known source, in the stock's order or not.</summary>
    public static IEnumerable<string> OfRound(string round) => Sources.Select(s => Of(round, s));
}
