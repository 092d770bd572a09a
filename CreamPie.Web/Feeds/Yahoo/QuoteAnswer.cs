using System.Text.Json.Serialization;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Stocks;

namespace CreamPie.Web.Feeds.Yahoo;

/// <summary>The JSON of Yahoo's quote endpoint (v7).</summary>
internal sealed record QuoteAnswer(QuoteBody QuoteResponse);

internal sealed record QuoteBody(IReadOnlyList<QuoteItem> Result, ChartFailure? Error);

/// <param name="Symbol">Upper case.</param>
/// <param name="QuoteType">By the symbol.</param>
/// <param name="Exchange">Empty if unknown, like <paramref name="FullExchangeName"/> and <paramref name="Market"/>.</param>
/// <param name="FullExchangeName">The code again: no other name is stored.</param>
/// <param name="Market">us_market, or empty.</param>
/// <param name="MarketState">REGULAR in the hours of a session of a known exchange, otherwise CLOSED.</param>
internal sealed record QuoteItem(
    string Symbol, string QuoteType, string Exchange, string FullExchangeName, string Market, string MarketState,
    string ExchangeTimezoneName, string ExchangeTimezoneShortName, long GmtOffSetMilliseconds, double? RegularMarketPrice)
{
    // Programs demand these of every quote. Nothing is sold or alerted here, and the delay of a price is what its time says.
    public string Language { get; } = "en-US";
    public string Region { get; } = "US";
    public bool Triggerable { get; }
    public bool Tradeable { get; }
    public bool EsgPopulated { get; }
    public int SourceInterval { get; }
    public int ExchangeDataDelayedBy { get; }

    // They refuse a null in these, but not that there is none.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LongName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShortName => LongName;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RegularMarketPreviousClose { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RegularMarketChange { get; init; }

    /// <summary>In percent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RegularMarketChangePercent { get; init; }

    /// <summary>UTC seconds; for a close that of the session's end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? RegularMarketTime { get; init; }
}

internal static class QuoteWriter
{
    /// <param name="price">Of the stock.</param>
    /// <param name="now">UTC.</param>
    public static QuoteItem Write(StoredPrice price, DateTime now)
    {
        var calendar = TradingCalendar.For(price.Exchange, price.TimeZone);
        var zone = ChartWriter.ZoneOf(calendar);
        DateTime? at = price.At ?? (price.Day is { } day ? calendar.CloseOf(day) : null);
        return new(
            price.Symbol, ChartWriter.KindOf(price.Symbol), price.Exchange ?? "", price.Exchange ?? "",
            zone == "America/New_York" ? "us_market" : "", IsOpen(price, calendar, now) ? "REGULAR" : "CLOSED", zone, zone,
            (long)calendar.Zone.GetUtcOffset(now).TotalMilliseconds, price.Price)
        {
            LongName = price.Name,
            Currency = price.Currency,
            RegularMarketPreviousClose = price.PreviousClose,
            RegularMarketChange = price.Change,
            RegularMarketChangePercent = price.RelativeChange * 100,
            RegularMarketTime = ChartWriter.SecondsOf(at),
        };
    }

    private static bool IsOpen(StoredPrice price, TradingCalendar calendar, DateTime now)
    {
        var today = calendar.DayOf(now);
        return TradingCalendar.IsKnown(price.Exchange, price.TimeZone) && calendar.IsSession(today)
            && ChartWriter.SecondsOf(now) >= ChartWriter.SecondsOf(today, calendar) && now < calendar.CloseOf(today);
    }
}
