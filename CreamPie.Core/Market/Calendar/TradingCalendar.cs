namespace CreamPie.Core.Market.Calendar;

/// <summary>
/// The days on which an exchange trades, when a session closes, and when its row is final. The New York
/// exchanges by their holiday rules, exact from 1990 on and lenient before (see NyseHolidays); crypto every day; other
/// markets by their weekdays, with midnight of the exchange's zone as a safe bound for the close, and no holidays.
/// </summary>
public sealed class TradingCalendar
{
    /// <summary>Late prints and corrections change a row for a while after the close.</summary>
    public static readonly TimeSpan FinalDelay = TimeSpan.FromMinutes(30);

    private const string NewYorkZone = "America/New_York";

    private static readonly HashSet<string> NewYorkExchanges = new(StringComparer.OrdinalIgnoreCase)
    {
        "NMS", "NGM", "NCM", "NYQ", "ASE", "PCX", "BTS", "NYS", "SNP", "DJI", "NIM", "CXI", "NAS", "PNK", "OQB", "OQX",
        "NasdaqGS", "NasdaqGM", "NasdaqCM", "Nasdaq", "Nasdaq GIDS", "Nasdaq Real Time Price", "NYSE", "NYSEArca", "NYSE Arca",
        "NYSE American", "NYSE MKT", "AMEX", "BATS", "BATS Trading", "Cboe US", "Cboe Indices", "SNP Real Time Price",
        "DJI Real Time Price", "OTC Markets", "Other OTC",
    };

    /// <summary>In New York's zone too, with holidays of their own: judged by weekday only.</summary>
    private static readonly HashSet<string> FuturesExchanges = new(StringComparer.OrdinalIgnoreCase)
    {
        "CME", "CBT", "CMX", "NYM", "NYB", "COMEX", "NY Mercantile", "Chicago Mercantile Exchange", "ICE Futures",
    };

    private static readonly TradingCalendar NewYork = new(
        TimeZoneInfo.FindSystemTimeZoneById(NewYorkZone),
        TradingWeek.MondayToFriday with { IsSession = NyseHolidays.IsSession },
        day => NyseHolidays.CloseOf(day));

    private readonly TradingWeek _week;
    private readonly Func<DateOnly, TimeOnly>? _closesAt;

    private TradingCalendar(TimeZoneInfo zone, TradingWeek week, Func<DateOnly, TimeOnly>? closesAt = null)
    {
        Zone = zone;
        _week = week;
        _closesAt = closesAt;
    }

    /// <summary>The exchange's own; UTC where it is unknown.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The calendar of an exchange, by what documents state.</summary>
    /// <param name="exchange">Yahoo's code (NMS) or name (NasdaqGS); null if unknown.</param>
    /// <param name="timeZone">IANA name; null or a name that this machine does not know is UTC, Monday to Friday.</param>
    public static TradingCalendar For(string? exchange, string? timeZone)
    {
        exchange = exchange?.Trim() ?? "";
        timeZone = timeZone?.Trim() ?? "";
        if (exchange.Equals("CCC", StringComparison.OrdinalIgnoreCase))
            return new TradingCalendar(ZoneOf(timeZone), TradingWeek.EveryDay);
        if (exchange.Equals("CCY", StringComparison.OrdinalIgnoreCase) || FuturesExchanges.Contains(exchange))
            return new TradingCalendar(ZoneOf(timeZone), TradingWeek.MondayToFriday);
        if (NewYorkExchanges.Contains(exchange) || timeZone == NewYorkZone)
            return NewYork;
        return new TradingCalendar(ZoneOf(timeZone), TradingWeeks.OfZone(timeZone));
    }

    /// <summary>False if neither exchange nor zone says on which weekdays the market trades: <see cref="OfDays"/> can.</summary>
    /// <param name="exchange">As for <see cref="For"/>.</param>
    /// <param name="timeZone">As for <see cref="For"/>.</param>
    public static bool IsKnown(string? exchange, string? timeZone)
    {
        exchange = exchange?.Trim() ?? "";
        return exchange.ToUpperInvariant() is "CCC" or "CCY" || FuturesExchanges.Contains(exchange) || NewYorkExchanges.Contains(exchange)
            || TimeZoneInfo.TryFindSystemTimeZoneById(timeZone?.Trim() ?? "", out _);
    }

    /// <summary>The calendar of an unknown exchange, in UTC, on the weekdays that its bars show.</summary>
    /// <param name="days">Days of all bars of one stock, oldest first: a few of them may show another week.</param>
    public static TradingCalendar OfDays(IReadOnlyList<DateOnly> days) => new(TimeZoneInfo.Utc, TradingWeeks.OfDays(days));

    /// <summary>True if the exchange trades on <paramref name="day"/>, a day of its own zone.</summary>
    /// <param name="day">Any day.</param>
    public bool IsSession(DateOnly day) => _week.IsSession(day);

    /// <summary>
    /// The week of <paramref name="day"/>, with its days of rest: Monday to Sunday (ISO 8601), Saturday to Friday where the
    /// exchange rests on Friday, and nine days once where it gave up the Sunday. Cut off at the ends of the calendar.
    /// </summary>
    /// <param name="day">Any day.</param>
    public DateRange WeekOf(DateOnly day) => _week.Around(day);

    /// <summary>New York's rules for a day of any year, without the lenience that old documents need.</summary>
    /// <param name="day">A day in New York.</param>
    public static bool IsNewYorkSession(DateOnly day) => NyseHolidays.IsSessionByRule(day);

    /// <summary>The instant (UTC) of the regular or early close; of a day without a session, that of a regular one.</summary>
    /// <param name="day">A day of the exchange's zone.</param>
    public DateTime CloseOf(DateOnly day)
    {
        var local = _closesAt is null ? day.AddDays(1).ToDateTime(TimeOnly.MinValue) : day.ToDateTime(_closesAt(day));
        // Where clocks go forward at midnight, the day starts at one.
        if (Zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return TimeZoneInfo.ConvertTimeToUtc(local, Zone);
    }

    /// <summary>The row of a session is final from this instant (UTC) on: the close plus <see cref="FinalDelay"/>.</summary>
    /// <param name="day">A day of the exchange's zone.</param>
    public DateTime FinalFrom(DateOnly day) => CloseOf(day) + FinalDelay;

    /// <summary>The day of an instant in the exchange's zone.</summary>
    /// <param name="utc">The instant, UTC.</param>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, Zone));

    /// <summary>The newest session whose row is final at <paramref name="utc"/>; null at the beginning of time.</summary>
    /// <param name="utc">The instant, UTC.</param>
    public DateOnly? LastFinalSession(DateTime utc)
    {
        for (var day = DayOf(utc); day > DateOnly.MinValue; day = day.AddDays(-1))
        {
            if (IsSession(day) && FinalFrom(day) <= utc)
                return day;
        }
        return null;
    }

    /// <summary>The first instant (UTC) later than <paramref name="utc"/> at which the row of a session becomes final.</summary>
    /// <param name="utc">The instant, UTC.</param>
    public DateTime NextFinal(DateTime utc)
    {
        // Yesterday's session may still be open until midnight, or within the delay.
        var day = DayOf(utc).AddDays(-1);
        while (!IsSession(day) || FinalFrom(day) <= utc)
            day = day.AddDays(1);
        return FinalFrom(day);
    }

    private static TimeZoneInfo ZoneOf(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
