using CreamPie.Core.Market;
using CreamPie.Core.Tracking;

namespace CreamPie.Core.Loading;

internal static class StockFacts
{
    /// <summary>The newest capture that tells a fact wins it; older ones only fill what is unknown.</summary>
    public static void Update(Stock stock, LoadRequest request)
    {
        var document = request.Document;
        stock.Version++;
        stock.ServedSource = stock.ServedSource is { } served && served <= request.Source ? served : request.Source;
        if (stock.FirstSession is not { } first || document.Range!.Value.First < first)
            stock.FirstSession = document.Range!.Value.First;

        var told = document.Listing;
        var isNewer = stock.FactsCapturedAt is not { } known || document.CapturedAt >= known;
        stock.Name = Pick(stock.Name, told.Name, isNewer);
        stock.Exchange = Pick(stock.Exchange, told.Exchange, isNewer);
        stock.Currency = Pick(stock.Currency, told.Currency, isNewer);
        stock.TimeZone = Pick(stock.TimeZone, told.TimeZone, isNewer);
        if (isNewer && told is not { Name: null, Exchange: null, Currency: null, TimeZone: null })
            stock.FactsCapturedAt = document.CapturedAt;
    }

    private static string? Pick(string? stored, string? told, bool isNewer) => isNewer ? told ?? stored : stored ?? told;
}
