using CreamPie.Web.Simulator.Exchange;

namespace CreamPie.Web.Simulator.Site;

/// <summary>The data of a page: adjusted, cut to the requested range, with times in seconds since 1970.</summary>
internal sealed class SimulatedQuote
{
    private readonly AdjustedHistory.Row[] _all;

    /// <param name="from">Seconds since 1970, inclusive.</param>
    /// <param name="until">Seconds since 1970, exclusive.</param>
    public SimulatedQuote(SimulatedListing listing, long from, long until)
    {
        Company = listing.Company;
        LastTrade = Seconds(listing.LastTrade);
        Offset = (int)MarketHours.OffsetAt(listing.LastTrade).TotalSeconds;
        IsSummer = MarketHours.IsSummerAt(listing.LastTrade);
        _all = AdjustedHistory.Of(listing.Days);
        FirstTrade = Seconds(MarketHours.OpenOf(_all[0].Day));

        // An open session is dated by its last trade.
        var times = Array.ConvertAll(_all, row => Seconds(MarketHours.OpenOf(row.Day)));
        if (listing.IsOpen)
            times[^1] = LastTrade;
        var first = times.TakeWhile(t => t < from).Count();
        var count = times.Skip(first).TakeWhile(t => t < until).Count();
        Rows = _all[first..(first + count)];
        Times = times[first..(first + count)];
        PreviousClose = count > 0 && first > 0 ? _all[first - 1].Close : null;
    }

    public Company Company { get; }
    public AdjustedHistory.Row[] Rows { get; }

    /// <summary>Of each row.</summary>
    public long[] Times { get; }

    /// <summary>The close before the first row; null if that is the very first.</summary>
    public float? PreviousClose { get; }
    public long FirstTrade { get; }
    public long LastTrade { get; }
    public int Offset { get; }
    public bool IsSummer { get; }

    /// <summary>The newest day, whatever the range.</summary>
    public AdjustedHistory.Row Last => _all[^1];
    public IEnumerable<AdjustedHistory.Row> LastYear => _all.TakeLast(252);

    public string ExchangeName => Company.Exchange switch
    {
        "NMS" => "NasdaqGS",
        "SNP" => "SNP",
        _ => "NYSE",
    };

    public static long Seconds(DateTime utc) => (long)(utc - DateTime.UnixEpoch).TotalSeconds;
}
