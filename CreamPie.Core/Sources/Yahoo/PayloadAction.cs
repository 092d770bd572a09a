using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>Reads a dividend, capital gain or split as both payloads write it: with its date in seconds.</summary>
internal static class PayloadAction
{
    /// <summary>Characters quoted in an error.</summary>
    private const int MostShown = 100;

    public static (CorporateAction? Action, RowError? Error) Cash(JsonElement item, ActionKind kind, SessionDays days)
    {
        if (!TryDate(item, days, out var day))
            return (null, Error(null, item, RowProblem.Payment));
        var currency = item.At("currency").Text() is { } stated && !string.IsNullOrWhiteSpace(stated) ? stated : null;
        return item.At("amount").Number() is { } amount && !(currency?.Length > CorporateAction.MaxCurrencyLength)
            ? (CorporateAction.Cash(day, kind, Price.FromWidenedFloat(amount), currency: currency), null)
            : (null, Error(day, item, RowProblem.Payment));
    }

    /// <summary>
    /// Numerator and denominator, in the order of the text beside them: payloads of the years of "1/7" have the old shares first too.
    /// </summary>
    public static (CorporateAction? Action, RowError? Error) Split(JsonElement item, SessionDays days)
    {
        if (!TryDate(item, days, out var day))
            return (null, Error(null, item));
        if (item.At("numerator").Number() is not (> 0 and var numerator)
            || item.At("denominator").Number() is not (> 0 and var denominator))
            return (null, Error(day, item));
        var text = item.At("splitRatio").Text() ?? item.At("data").Text();
        if (text is null || SplitText.Read(text) is not { } told || Price.Same(told.New / told.Old, numerator / denominator))
            return (CorporateAction.Split(day, numerator, denominator), null);
        return text.Contains('/', StringComparison.Ordinal) && Price.Same(told.New / told.Old, denominator / numerator)
            ? (CorporateAction.Split(day, denominator, numerator), null)
            : (null, Error(day, item));
    }

    public static DayStamp StampOf(JsonElement item) => DayStamp.OfSeconds(item.At("date").Number());

    private static bool TryDate(JsonElement item, SessionDays days, out DateOnly day)
    {
        day = days.OfEvent(StampOf(item)).GetValueOrDefault();
        return day != default;
    }

    private static RowError Error(DateOnly? day, JsonElement item, RowProblem kind = RowProblem.Action) =>
        new(null, day, $"The event {Excerpt.Of(item.GetRawText(), MostShown)} cannot be parsed.", kind);
}
