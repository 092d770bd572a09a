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
    StockStatus? Status, DateOnly? LastBar, int? AgeDays, DateTime? LastPull, Outcome? LastOutcome, Reason? LastReason, DateTime? NextDue,
    string Sentence);

internal sealed record StockAnswer(
    string Symbol, string? Name, string? Exchange, string? Currency, string? Timezone, SourceName? Source, int Bars, DateOnly? FirstBar,
    long? Version, Freshness Freshness, DateOnly? AsOf, int OpenFindings, IReadOnlyList<FindingItem> Findings);

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

/// <summary>What every answer that comes from a series of prices says about them.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Source">Null without bars.</param>
/// <param name="Currency">As the source writes it.</param>
/// <param name="Timezone">IANA name.</param>
/// <param name="Interval">1d, 1wk, 1mo, 3mo or 1y.</param>
/// <param name="Adjust">Which corporate actions are taken out of the prices.</param>
/// <param name="Basis">The same in words; also whether it is proved.</param>
/// <param name="Derived">True if adjusted closes were computed from the dividends because no document gave them.</param>
/// <param name="AsOf">The last day that was known; null for now.</param>
/// <param name="Version">The stock's.</param>
/// <param name="Partial">Which of the longer bars from or to cuts.</param>
/// <param name="Reason">Why there are no bars, or a doubt about all of them.</param>
/// <param name="Message">The reason as a sentence.</param>
/// <param name="More">How to get the rows that did not fit in.</param>
/// <param name="NewestFrom">The document behind the newest row.</param>
/// <param name="OpenFindings">Doubts about these days.</param>
/// <param name="Doubt">What a careful reader asks about, in words.</param>
internal record PricesAnswer(
    string Symbol, SourceName? Source, string? Currency, string? Timezone, string Interval, PriceAdjustment Adjust, string Basis,
    bool Derived, DateOnly? AsOf, long Version, PartialPeriods? Partial, string? Reason, string? Message, string? More,
    Evidence? NewestFrom, int OpenFindings, string? Doubt);

internal sealed record BarsAnswer : PricesAnswer
{
    public BarsAnswer(PricesAnswer about, IReadOnlyList<DailyBar> bars) : base(about) => (Bars, Summary) = (bars, BarSummary.Of(bars));

    public BarSummary? Summary { get; }

    public IReadOnlyList<DailyBar> Bars { get; }
}

/// <param name="Basis">How the amounts are counted.</param>
internal sealed record ActionsAnswer(
    string Symbol, string Basis, DateOnly? AsOf, int Total, IReadOnlyList<ActionItem> Actions, string? More);

internal sealed record IndicatorAnswer : PricesAnswer
{
    public IndicatorAnswer(PricesAnswer about, IReadOnlyList<DateOnly> date, IReadOnlyList<NamedValues> indicators) : base(about) =>
        (Date, Indicators) = (date, indicators);

    public IReadOnlyList<DateOnly> Date { get; }

    public IReadOnlyList<NamedValues> Indicators { get; }
}

/// <param name="Call">Like sma(20).</param>
/// <param name="Values">By field, as long as the dates; null is unknown.</param>
internal sealed record NamedValues(string Call, IReadOnlyDictionary<string, IReadOnlyList<double?>> Values);

/// <param name="Price">As traded.</param>
/// <param name="Day">The exchange's day of the price.</param>
/// <param name="At">UTC; when the price was made.</param>
/// <param name="AgeSeconds">How old it is now.</param>
/// <param name="AskedAt">UTC; when the source was asked.</param>
internal sealed record PriceAnswer(
    string Symbol, double? Price, string Basis, string? Currency, DateOnly? Day, DateTime? At, long? AgeSeconds, DateTime? AskedAt,
    string State, double? PreviousClose, double? Change, SourceName? Source, DateOnly? AsOf, string? Reason, string? Message);
