using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Web.Mcp;

internal sealed record FoundStocks(IReadOnlyList<SymbolItem> Stocks, string? Message);

/// <summary>How recent a stock's data is, in numbers and in a sentence.</summary>
internal sealed record Freshness(
    StockStatus? Status, DateOnly? LastBar, int? AgeDays, DateTime? LastPull, Reason? LastReason, string Sentence);

internal sealed record StockAnswer(
    string Symbol, string? Name, string? Exchange, string? Currency, string? Timezone, SourceName? Source, int Bars, DateOnly? FirstBar,
    Freshness Freshness, DateOnly? AsOf, int OpenFindings, IReadOnlyList<FindingItem> Findings);

internal sealed record TrackedAnswer(string Symbol, string Message);

/// <summary>The document behind the newest row.</summary>
internal sealed record Evidence(int Document, string? Sha256, SourceName Source, DateTime? CapturedAt)
{
    public static Evidence? Of(ProvenanceDocument? document) =>
        document is null ? null : new(document.Id, document.Sha256, document.Source, document.CapturedAt);
}

/// <summary>What the bars of an answer say together.</summary>
internal sealed record BarSummary(
    int Bars, DateOnly First, DateOnly Last, double FirstClose, double LastClose, double? Change, double HighestClose, double LowestClose)
{
    /// <summary>Null without bars.</summary>
    public static BarSummary? Of(IReadOnlyList<DailyBar> bars) => bars.Count == 0 ? null : new(
        bars.Count, bars[0].Date, bars[^1].Date, bars[0].Close, bars[^1].Close,
        bars[0].Close > 0 ? Math.Round((bars[^1].Close / bars[0].Close) - 1, 6) : null, bars.Max(b => b.Close), bars.Min(b => b.Close));
}

internal sealed record BarsAnswer(
    string Symbol, SourceName? Source, string? Currency, string Interval, PriceAdjustment Adjust, string Basis, DateOnly? AsOf,
    long Version,
    BarSummary? Summary, IReadOnlyList<DailyBar> Bars, string? More, string? Reason, string? Message, Evidence? NewestFrom,
    int OpenFindings, string? Doubt);

internal sealed record ActionsAnswer(string Symbol, DateOnly? AsOf, IReadOnlyList<ActionItem> Actions, string? More);

internal sealed record IndicatorAnswer(
    string Symbol, string Interval, PriceAdjustment Adjust, DateOnly? AsOf, long Version, IReadOnlyList<DateOnly> Date,
    IReadOnlyList<NamedValues> Indicators, string? More, string? Reason, string? Message);

/// <param name="Call">Like sma(20).</param>
/// <param name="Values">By field, as long as the dates; null is unknown.</param>
internal sealed record NamedValues(string Call, IReadOnlyDictionary<string, IReadOnlyList<double?>> Values);

internal sealed record PriceAnswer(
    string Symbol, double? Price, string? Currency, DateOnly? Day, DateTime? At, int? AgeSeconds, string State, double? PreviousClose,
    SourceName? Source, DateOnly? AsOf, string? Message);
