using System.Globalization;
using System.Text;
using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>The script of a page of 2017 to 2023 with the whole history as HistoricalPriceStore.</summary>
internal sealed class PriceStoreScript
{
    public const string TextName = "HistoricalPriceStore";
    private const string StoreKey = "\"HistoricalPriceStore\":";
    private const string SummaryKey = "\"QuoteSummaryStore\":";
    private static readonly string[] Names = ["date", "open", "high", "low", "close", "volume"];
    private const string ClockKey = "root.App.now = ";

    private readonly ReadOnlyMemory<char> _script;

    private PriceStoreScript(ReadOnlyMemory<char> script) => _script = script;

    /// <returns>Null if it is another script.</returns>
    public static PriceStoreScript? Find(ReadOnlyMemory<char> script) =>
        script.Span.Contains(StoreKey, StringComparison.Ordinal) ? new PriceStoreScript(script) : null;

    /// <returns>Null if the store is truncated, has no prices, or uses unknown names for their values.</returns>
    public ParseResult? Read()
    {
        using var store = ValueAfter(StoreKey);
        if (store?.RootElement.At("prices") is not { ValueKind: JsonValueKind.Array } prices || !HasNames(prices))
            return null;
        using var summary = ValueAfter(SummaryKey);
        var listing = ListingOf(summary?.RootElement ?? default, store.RootElement);
        var events = store.RootElement.At("eventsData").Items().ToList();
        var plain = prices.EnumerateArray().Where(p => !IsAction(p));
        var days = SessionDays.Of(
            [.. plain.Select(PayloadAction.StampOf)], ExchangeZone.Of(listing),
            [.. prices.EnumerateArray().Where(IsAction).Concat(events).Select(PayloadAction.StampOf)]);
        if (days.Refused is { } unclear)
            return unclear;
        var rows = new List<ParsedRow>(prices.GetArrayLength());
        var actions = new HashSet<CorporateAction>();
        var errors = new List<RowError>();
        var (position, row) = (0, 0);
        foreach (var price in prices.EnumerateArray())
        {
            if (IsAction(price))
                ReadAction(price, days, actions, errors);
            else
                ReadRow(position, price, days.Days[row++], rows, errors);
            position++;
        }
        foreach (var item in events)
            ReadAction(item, days, actions, errors);
        if (days.Doubt is { } doubt)
            errors.Add(doubt);

        return new ParseResult.Parsed(new ParsedDocument(
            TextName,
            PriceBasis.SplitAdjusted,
            Precise: true,
            ListsActions: store.RootElement.At("eventsData").ValueKind == JsonValueKind.Array,
            CapturedAt(),
            listing,
            rows,
            [.. actions.OrderBy(a => a.ExDate).ThenBy(a => a.Kind)],
            [.. errors.Distinct()],
            [],
            LayoutShape.Names(
                "priceStore", store.RootElement,
                prices.EnumerateArray().FirstOrDefault(p => p.At("type").ValueKind == JsonValueKind.Undefined))));
    }

    private static bool IsAction(JsonElement price) => price.At("type").Text() is not null;

    /// <summary>True if each name occurs in at least one price, if only with null.</summary>
    private static bool HasNames(JsonElement prices)
    {
        var plain = prices.EnumerateArray().Where(p => p.At("type").ValueKind == JsonValueKind.Undefined);
        return !plain.Any() || Array.TrueForAll(Names, name => plain.Any(p => p.At(name).ValueKind != JsonValueKind.Undefined));
    }

    private static void ReadRow(int position, JsonElement price, DateOnly date, List<ParsedRow> rows, List<RowError> errors)
    {
        // Until 2018 "close" was today's "adjclose", with the plain close beside it as "unadjclose".
        var old = price.At("unadjclose");
        var close = PriceOf(old.ValueKind == JsonValueKind.Undefined ? price.At("close") : old);
        var adjClose = PriceOf(old.ValueKind == JsonValueKind.Undefined ? price.At("adjclose") : price.At("close"));
        if (date == default)
            errors.Add(new RowError(position, null, "The bar's date is not a valid time."));
        else if (close is not { } known)
            errors.Add(new RowError(position, date, "The bar has no close."));
        else
            rows.Add(new ParsedRow(position, new DailyBar(
                date, PriceOf(price.At("open")), PriceOf(price.At("high")), PriceOf(price.At("low")), known, adjClose,
                PayloadVolume.Of(price.At("volume")))));
    }

    private static void ReadAction(
        JsonElement item, SessionDays days, HashSet<CorporateAction> actions, List<RowError> errors)
    {
        var type = item.At("type").Text() ?? "";
        var (action, error) = type switch
        {
            "DIVIDEND" => PayloadAction.Cash(item, ActionKind.Dividend, days),
            "CAPITAL_GAIN" or "CAPITALGAIN" or "CAPITALGAINS" => PayloadAction.Cash(item, ActionKind.CapitalGain, days),
            "SPLIT" => PayloadAction.Split(item, days),
            _ => (null, new RowError(null, null, $"The event type \"{type}\" cannot be parsed.", RowProblem.Action)),
        };
        if (action is not null)
            actions.Add(action);
        else
            errors.Add(error!);
    }

    private static double? PriceOf(JsonElement element) =>
        element.Number() is { } value ? Price.FromWidenedFloat(value) : null;

    private static Listing ListingOf(JsonElement summary, JsonElement store)
    {
        var type = summary.At("quoteType");
        var price = summary.At("price");
        var listing = new Listing(
            type.At("symbol").Text() ?? summary.At("symbol").Text(),
            type.At("longName").Text() ?? price.At("longName").Text() ?? type.At("shortName").Text(),
            type.At("exchange").Text() ?? price.At("exchange").Text(),
            price.At("currency").Text(),
            type.At("exchangeTimezoneName").Text(),
            store.At("timeZone", "gmtOffset").Number() is { } seconds && Math.Abs(seconds) <= 86_400
                ? TimeSpan.FromSeconds(seconds)
                : null);
        return FirstTrade.Dated(store.At("firstTradeDate").Number(), listing);
    }

    private DateTime? CapturedAt()
    {
        var at = _script.Span.IndexOf(ClockKey, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = _script.Span[(at + ClockKey.Length)..];
        var end = rest.IndexOf(';');
        return end > 0 && long.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DayStamp.InstantOf(milliseconds / 1000d)
            : null;
    }

    private JsonDocument? ValueAfter(string key)
    {
        var at = _script.Span.IndexOf(key, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = _script.Span[(at + key.Length)..];
        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(rest.Length)];
        return JsonElements.TryReadValue(utf8.AsSpan(0, Encoding.UTF8.GetBytes(rest, utf8)));
    }
}
