using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo.Chart;

/// <summary>Reads a dividend, capital gain or split as both payloads write it: with its date in seconds.</summary>
internal static class PayloadAction
{
    private const int MostShown = 100;

    public static (CorporateAction? Action, RowError? Error) Cash(JsonElement item, ActionKind kind, ExchangeDays days)
    {
        if (!TryDay(item, days, out var day))
            return (null, Error(null, item));
        return item.At("amount").Number() is { } amount
            ? (CorporateAction.Cash(day, kind, Price.FromWidenedFloat(amount)), null)
            : (null, Error(day, item));
    }

    public static (CorporateAction? Action, RowError? Error) Split(JsonElement item, ExchangeDays days)
    {
        if (!TryDay(item, days, out var day))
            return (null, Error(null, item));
        return item.At("numerator").Number() is > 0 and var numerator && item.At("denominator").Number() is > 0 and var denominator
            ? (CorporateAction.Split(day, numerator, denominator), null)
            : (null, Error(day, item));
    }

    private static bool TryDay(JsonElement item, ExchangeDays days, out DateOnly day)
    {
        day = default;
        return item.At("date").Number() is { } seconds && days.TryDayOf(seconds, out day);
    }

    private static RowError Error(DateOnly? day, JsonElement item) =>
        new(null, day, $"The event {Excerpt.Of(item.GetRawText(), MostShown)} is not understood.", RowProblem.Action);
}
