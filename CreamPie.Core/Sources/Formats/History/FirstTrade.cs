using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>The first trade date of a listing, which sources state as seconds of its first session.</summary>
internal static class FirstTrade
{
    /// <param name="seconds">Since 1970, UTC; negative before; null if the document has none.</param>
    /// <param name="listing">What else it states; its zone gives the day.</param>
    public static Listing Dated(double? seconds, Listing listing) => DayStamp.OfSeconds(seconds).Utc is { } instant
        ? listing with { FirstTradeDate = DateOnly.FromDateTime(ExchangeZone.Of(listing).LocalOf(instant)) }
        : listing;
}
