using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.Site;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Simulator;

/// <summary>The simulated market at an instant, and its pages as the pipeline reads them.</summary>
internal static class SimulatorMarket
{
    /// <summary>A Friday, 18:00 in New York.</summary>
    public static readonly DateTimeOffset FridayEvening = new(2026, 11, 20, 23, 0, 0, TimeSpan.Zero);

    private static readonly SimulatedMarket OnFridayEvening = new(new FakeTimeProvider(FridayEvening));

    public static CreamPie.Web.Simulator.Exchange.SimulatedListing ListingOf(string symbol, DateTimeOffset at) =>
        (at == FridayEvening ? OnFridayEvening : new SimulatedMarket(new FakeTimeProvider(at))).ListingOf(Symbol.Parse(symbol));

    public static byte[] Page(string symbol, DateTimeOffset at, long from = long.MinValue, long until = long.MaxValue) =>
        HistoryPage.Of(new SimulatedQuote(ListingOf(symbol, at), from, until)).ToArray();

    public static ParsedDocument Parsed(string symbol, DateTimeOffset at) => ParseSamples.Fetched(Page(symbol, at), symbol).Document();

    public static ProcessedDocument Processed(ParsedDocument document, DateTimeOffset at) =>
        Processor.Process(document, new ProcessContext(at.UtcDateTime, ServerDate: at.UtcDateTime));

    public static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
