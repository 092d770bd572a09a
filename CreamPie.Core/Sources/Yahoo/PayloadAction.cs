using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>Reads a dividend, capital gain or split as both payloads write it: with its date in seconds.</summary>
internal static class PayloadAction
{
    /// <summary>Characters quoted in an error.</summary>
    private const int MostShown = 100;

    public static (CorporateAction? Action, RowError? Error) Cash(JsonElement item, ActionKind kind, ExchangeZone zone)
    {
        if (!TryDate(item, zone, out var day))
            return (null, Error(null, item));
        return item.At("amount").Number() is { } amount
            ? (CorporateAction.Cash(day, kind, Price.FromWidenedFloat(amount)), null)
            : (null, Error(day, item));
    }

    public static (CorporateAction? Action, RowError? Error) Split(JsonElement item, ExchangeZone zone)
    {
        if (!TryDate(item, zone, out var day))
            return (null, Error(null, item));
        return item.At("numerator").Number() is > 0 and var numerator && item.At("denominator").Number() is > 0 and var denominator
            ? (CorporateAction.Split(day, numerator, denominator), null)
            : (null, Error(day, item));
    }

    private static bool TryDate(JsonElement item, ExchangeZone zone, out DateOnly day)
    {
        day = default;
        return item.At("date").Number() is { } seconds && zone.TryDateOf(seconds, out day);
    }

    private static RowError Error(DateOnly? day, JsonElement item) =>
        new(null, day, $"The event {Excerpt.Of(item.GetRawText(), MostShown)} cannot be parsed.", RowProblem.Action);
}
