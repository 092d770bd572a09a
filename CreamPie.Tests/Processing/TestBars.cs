using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Processing;

/// <summary>Hand-made parsed documents and their processing.</summary>
internal static class TestBars
{
    public static readonly DateTime KnownAt = Utc(2026, 11, 23, 10);

    // Thursday and Friday.
    public static readonly DateOnly Day1 = new(2025, 6, 12);
    public static readonly DateOnly Day2 = new(2025, 6, 13);

    private static readonly Listing NewYork = new(Exchange: "NMS", TimeZone: "America/New_York");

    public static ProcessedDocument Process(ParsedDocument document) => Processor.Process(document, new ProcessContext(KnownAt));

    public static (FindingKind Kind, DateOnly? Date) Only(ProcessedDocument processed)
    {
        var finding = Assert.Single(processed.Findings);
        return (finding.Kind, finding.Date);
    }

    public static ParsedDocument Document(params DailyBar[] bars) => new(
        "csv", PriceBasis.SplitAdjusted, Precise: true, ListsActions: true, CapturedAt: null, NewYork,
        [.. bars.Select((bar, position) => new ParsedRow(position, bar))], [], [], []);

    public static DailyBar Bar(DateOnly date, double close = 10) => new(date, close, close, close, close, close, 100);

    public static DateTime Utc(int year, int month, int day, int hour = 0, int minute = 0) =>
        new(year, month, day, hour, minute, 0, DateTimeKind.Utc);
}
