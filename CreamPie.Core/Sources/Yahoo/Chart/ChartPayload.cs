using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Json;

namespace CreamPie.Core.Sources.Yahoo.Chart;

/// <summary>The response of Yahoo's chart endpoint (v8), embedded in a page or as a document of its own.</summary>
internal static class ChartPayload
{
    public const string TextName = "chart payload";

    /// <summary>What a chart looks like, for error sentences.</summary>
    public const string Form = "{\"chart\":{\"result\":...}}";

    private const string Daily = "1d";

    /// <param name="root">Of the response.</param>
    /// <param name="actionsRequested">Whether the request included splits and dividends; null for a file, whose request is unknown.</param>
    /// <returns>The history, or why this response has none.</returns>
    public static ParseResult Read(JsonElement root, bool? actionsRequested)
    {
        if (Refusal(root) is { } refusal)
            return refusal;
        var result = root.At("chart", "result").First();
        if (result.ValueKind != JsonValueKind.Object)
            return new ParseResult.Refused(Reason.Layout, "The chart response has neither a result nor an error: unknown format.");
        var timestamps = result.At("timestamp");
        if (ChartSeries.Problem(result) is { } renamed)
            return new ParseResult.Refused(Reason.Layout, renamed) { Layout = LayoutOf(result) };
        if (timestamps.ValueKind != JsonValueKind.Array || timestamps.GetArrayLength() == 0)
        {
            return new ParseResult.Refused(
                Reason.EmptyUnexpected, "The chart response has no timestamps: the source has no bars in the requested range.");
        }
        var meta = result.At("meta");
        if (meta.At("dataGranularity").Text() is { } granularity && granularity != Daily)
            return new ParseResult.Refused(Reason.Basis, $"The bars are {granularity}, not daily: use interval=1d.");

        if (ChartSeries.Uneven(result, timestamps.GetArrayLength()) is { } uneven)
            return new ParseResult.Refused(Reason.Layout, uneven) { Layout = LayoutOf(result) };

        var listing = ListingOf(meta);
        var events = result.At("events");
        var capturedAt = DayStamp.InstantOf(meta.At("regularMarketTime").Number()) ?? LiveStamp.Of(timestamps);
        var days = SessionDays.Of(
            [.. timestamps.EnumerateArray().Select(t => DayStamp.OfSeconds(t.Number()))], ExchangeZone.Of(listing),
            ChartEvents.Stamps(events), capturedAt);
        if (days.Refused is { } unclear)
            return unclear;
        var errors = new List<RowError>();
        var rows = ReadRows(result, days.Days, errors);
        var actions = ChartEvents.Read(events, days, errors);
        if (days.Doubt is { } doubt)
            errors.Add(doubt);
        return new ParseResult.Parsed(new ParsedDocument(
            TextName,
            PriceBasis.SplitAdjusted,
            Precise: true,
            ListsActions: actionsRequested ?? ChartEvents.AreAllListed(result),
            capturedAt,
            listing,
            rows,
            actions,
            errors,
            [],
            LayoutOf(result))
        {
            Session = new(
                End: DayStamp.InstantOf(meta.At("currentTradingPeriod", "regular").At("end").Number()),
                DatedByTrade: true),
        });
    }

    private static string LayoutOf(JsonElement result) =>
        LayoutShape.Names("chart", result, result.At("indicators"), result.At("indicators", "quote").First());

    /// <returns>Null if the response is not an error.</returns>
    public static ParseResult.Refused? Refusal(JsonElement root)
    {
        var error = root.At("chart", "error") is { ValueKind: JsonValueKind.Object } own ? own : root.At("finance", "error");
        if (error.ValueKind != JsonValueKind.Object)
            return null;
        var code = error.At("code").Text() ?? "";
        var said = error.At("description").Text() ?? code;
        if (code.Contains("Not Found", StringComparison.OrdinalIgnoreCase) || said.Contains("delisted", StringComparison.OrdinalIgnoreCase))
            return new(Reason.SymbolUnknown, $"The source does not know the symbol: {said}");
        return said.Contains("Too Many Requests", StringComparison.OrdinalIgnoreCase)
            ? new(Reason.RateLimited, "The source says: Too Many Requests.")
            : new(Reason.NotHistory, $"The chart response is an error, not a history: {said}");
    }

    private static Listing ListingOf(JsonElement meta) => FirstTrade.Dated(
        meta.At("firstTradeDate").Number(),
        new(
            meta.At("symbol").Text(),
            meta.At("longName").Text() ?? meta.At("shortName").Text(),
            meta.At("exchangeName").Text(),
            meta.At("currency").Text(),
            meta.At("exchangeTimezoneName").Text(),
            meta.At("gmtoffset").Number() is { } seconds && Math.Abs(seconds) <= 86_400 ? TimeSpan.FromSeconds(seconds) : null));

    private static List<ParsedRow> ReadRows(JsonElement result, IReadOnlyList<DateOnly> days, List<RowError> errors)
    {
        var quote = result.At("indicators", "quote").First();
        var count = days.Count;
        var open = Prices(quote.At("open"), count);
        var high = Prices(quote.At("high"), count);
        var low = Prices(quote.At("low"), count);
        var close = Prices(quote.At("close"), count);
        var adjClose = Prices(result.At("indicators", "adjclose").First().At("adjclose"), count);
        var volume = Volumes(quote.At("volume"), count);
        var rows = new List<ParsedRow>(count);
        for (var i = 0; i < count; i++)
        {
            if (days[i] == default)
                errors.Add(new RowError(i, null, "The timestamp is not a valid time."));
            else if (close[i] is not { } known)
                errors.Add(new RowError(i, days[i], "The bar has no close."));
            else
                rows.Add(new ParsedRow(i, new DailyBar(days[i], open[i], high[i], low[i], known, adjClose[i], volume[i])));
        }
        return rows;
    }

    private static double?[] Prices(JsonElement array, int count)
    {
        var values = new double?[count];
        var i = 0;
        if (array.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in array.EnumerateArray())
            {
                if (i == count)
                    break;
                values[i++] = item.Number() is { } value ? Price.FromWidenedFloat(value) : null;
            }
        }
        return values;
    }

    private static long?[] Volumes(JsonElement array, int count)
    {
        var values = new long?[count];
        var i = 0;
        if (array.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in array.EnumerateArray())
            {
                if (i == count)
                    break;
                values[i++] = PayloadVolume.Of(item);
            }
        }
        return values;
    }
}
