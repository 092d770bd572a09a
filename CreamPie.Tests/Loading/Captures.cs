using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Loading;

/// <summary>Builds load requests, each one capture of one symbol.</summary>
internal static class Captures
{
    public static readonly DateOnly Monday = new(2024, 1, 1);

    /// <summary>A capture made at 23:00 UTC of a day; its bars after that day's eve are final through the day given.</summary>
    public static LoadRequest Of(
        int id,
        DateOnly capturedOn,
        IReadOnlyList<DailyBar> bars,
        IReadOnlyList<CorporateAction>? actions = null,
        bool precise = true,
        bool listsActions = true,
        SourceName source = SourceName.DropFolder,
        string symbol = "TEST")
    {
        var captured = capturedOn.ToDateTime(new TimeOnly(23, 0), DateTimeKind.Utc);
        var final = bars.Where(b => b.Final).Select(b => (DateOnly?)b.Date).Max();
        return new LoadRequest(
            id,
            Token: 1,
            Sha256: id.ToString("x64", System.Globalization.CultureInfo.InvariantCulture),
            ParserVersion: 1,
            source,
            Symbol.Parse(symbol),
            KnownAt: new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(id),
            new ProcessedDocument(
                PriceBasis.SplitAdjusted, captured, capturedOn, final, precise, listsActions, Listing.Unknown, bars, actions ?? [], [], 0));
    }

    public static DailyBar Bar(int day, double close, double? adjusted = null, bool final = true) =>
        new(Monday.AddDays(day), close - 0.5, close + 1, close - 1, close, adjusted ?? close, 1_000 + day, final);
}
