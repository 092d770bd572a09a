using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>
/// What is known about the exchange's clock and weekdays before a document's rows are looked at: what the document tells,
/// else what the suffix of its symbol says.
/// </summary>
internal sealed class ExchangeZone
{
    private const string Currencies = "CCY";
    private const string Crypto = "CCC";

    private readonly TimeZoneInfo? _zone;
    private readonly TimeSpan? _offset;

    private ExchangeZone(TimeZoneInfo? zone, TimeSpan? offset, Func<DateOnly, bool>? isSession)
    {
        (_zone, _offset) = (zone, offset);
        IsSession = isSession;
    }

    /// <summary>True if the document itself tells its zone, its offset or an exchange of New York.</summary>
    public bool IsTold { get; private init; }

    /// <summary>True if it tells the zone's name: rows on days without a session are found later, and loaded.</summary>
    public bool IsNamed { get; private init; }

    /// <summary>False if an instant has no local time here.</summary>
    public bool IsKnown => _zone is not null || _offset is not null;

    /// <summary>Whether the exchange trades on a day of its own; null if its weekdays are unknown.</summary>
    public Func<DateOnly, bool>? IsSession { get; }

    /// <param name="listing">What the document tells.</param>
    /// <param name="symbol">Of the file's name or the request; null to take the listing's.</param>
    public static ExchangeZone Of(Listing listing, Symbol? symbol = null)
    {
        if (Find(listing.TimeZone) is { } told)
            return new(told, null, TradingCalendar.For(listing.Exchange, listing.TimeZone).IsSession) { IsTold = true, IsNamed = true };
        var name = symbol?.Value ?? listing.Symbol;
        var exchange = listing.Exchange ?? (name?.EndsWith("=X", StringComparison.OrdinalIgnoreCase) == true ? Currencies : null);
        var suffix = SymbolZone.Of(name);
        var calendar = TradingCalendar.For(exchange, suffix);
        var zone = calendar.Zone == TimeZoneInfo.Utc ? null : calendar.Zone;
        Func<DateOnly, bool>? isSession = zone is not null || exchange is Currencies or Crypto ? calendar.IsSession : null;
        return listing.UtcOffset is { } offset
            ? new(null, offset, isSession) { IsTold = true }
            : new(zone, null, isSession) { IsTold = zone is not null && suffix is null };
    }

    /// <summary>UTC itself where nothing is known.</summary>
    /// <param name="utc">An instant.</param>
    public DateTime LocalOf(DateTime utc) => utc + (_zone?.GetUtcOffset(utc) ?? _offset ?? TimeSpan.Zero);

    private static TimeZoneInfo? Find(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
