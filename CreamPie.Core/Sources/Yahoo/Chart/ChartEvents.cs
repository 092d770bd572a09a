using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo.Chart;

/// <summary>The splits, dividends and capital gains of a chart response.</summary>
internal static class ChartEvents
{
    private const string Dividends = "dividends", CapitalGains = "capitalGains", Splits = "splits";

    /// <summary>Neither prices nor amounts depend on them.</summary>
    private const string Earnings = "earnings";

    public static List<DayStamp> Stamps(JsonElement events) =>
        [.. new[] { Dividends, CapitalGains, Splits }.SelectMany(kind => events.At(kind).Items()).Select(PayloadAction.StampOf)];

    /// <summary>By ex-date, oldest first.</summary>
    public static List<CorporateAction> Read(JsonElement events, SessionDays days, List<RowError> errors)
    {
        var actions = new List<CorporateAction>();
        foreach (var item in events.At(Dividends).Items())
            Add(PayloadAction.Cash(item, ActionKind.Dividend, days));
        foreach (var item in events.At(CapitalGains).Items())
            Add(PayloadAction.Cash(item, ActionKind.CapitalGain, days));
        foreach (var item in events.At(Splits).Items())
            Add(PayloadAction.Split(item, days));
        foreach (var other in events.Properties().Where(p => p.Name is not (Dividends or CapitalGains or Splits or Earnings)))
        {
            if (other.Value.Items().Any())
                errors.Add(Unknown(other.Name));
        }
        return [.. actions.OrderBy(a => a.ExDate).ThenBy(a => a.Kind)];

        void Add((CorporateAction? Action, RowError? Error) read)
        {
            if (read.Action is { } action)
                actions.Add(action);
            else
                errors.Add(read.Error!);
        }
    }

    /// <summary>
    /// For a response whose request is unknown: events=div tells no splits, and a stock that never split looks the same. Dividends
    /// may be absent where adjusted closes show their effect.
    /// </summary>
    public static bool AreAllListed(JsonElement result) =>
        result.At("events", Splits).Items().Any()
        && (result.At("events", Dividends).Items().Any()
            || result.At("indicators", "adjclose").First().At("adjclose").ValueKind == JsonValueKind.Array);

    private static RowError Unknown(string kind) =>
        new(null, null, $"The events \"{LayoutShape.Plain(kind)}\" are of an unknown kind.", RowProblem.Action);
}
