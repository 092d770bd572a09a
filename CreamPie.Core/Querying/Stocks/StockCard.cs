using System.Text.Json.Serialization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>A close of the served series, adjusted for splits.</summary>
/// <param name="Date">Trading day in the exchange's own zone.</param>
/// <param name="Close">In the listing's currency.</param>
/// <param name="Final">False while it is provisional.</param>
public readonly record struct DailyClose(DateOnly Date, double Close, bool Final);

/// <summary>A stock in the overview.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Name">Of the company, fund or index; null if unknown.</param>
/// <param name="Exchange">The source's code (NMS) or name (NasdaqGS); null if unknown.</param>
/// <param name="Currency">As the source writes it (GBp is pence); null if unknown.</param>
/// <param name="Status">The stock's status.</param>
/// <param name="Source">The served source; null without bars.</param>
/// <param name="LastPull">UTC; when a source was last requested; null if never.</param>
/// <param name="Closes">Closes of the newest sessions, oldest first; empty without bars.</param>
public sealed record StockCard(
    string Symbol, string? Name, string? Exchange, string? Currency, StockStatus Status, SourceName? Source, DateTime? LastPull,
    IReadOnlyList<DailyClose> Closes)
{
    /// <summary>The newest close; null without bars.</summary>
    public DailyClose? Last => Closes.Count > 0 ? Closes[^1] : null;

    /// <summary>Last close minus the one before, in the listing's currency; null with fewer than two closes.</summary>
    public double? Change => Closes.Count > 1 ? Price.Difference(Closes[^1].Close, Closes[^2].Close) : null;

    /// <summary>The change as a fraction (0.01 is one percent); null with fewer than two closes or a close before of 0 or less.</summary>
    public double? RelativeChange => Closes.Count > 1 && Closes[^2].Close > 0 ? Closes[^1].Close / Closes[^2].Close - 1 : null;

    /// <summary>From the first of <see cref="Closes"/> to the last, as a fraction; null with fewer than two, or from 0 or less.</summary>
    public double? Trend => Closes.Count > 1 && Closes[0].Close > 0 ? Closes[^1].Close / Closes[0].Close - 1 : null;

    internal static StockCard Of(Stock s, StockStatus status, IReadOnlyList<DailyClose>? closes) =>
        new(s.Symbol, s.Name, s.Exchange, s.Currency, status, s.ServedSource, s.LastPullAt, closes ?? []);
}

/// <summary>Sort orders of the overview.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StockOrder>))]
public enum StockOrder
{
    /// <summary>By symbol.</summary>
    Symbol,

    /// <summary>By name, ignoring case; stocks without a name last.</summary>
    Name,

    /// <summary>By the relative change of the last session; stocks without one last.</summary>
    Change,

    /// <summary>By the last close, whatever its currency; stocks without one last.</summary>
    Last,

    /// <summary>By the change over the card's sessions; stocks without one last.</summary>
    Trend,

    /// <summary>By the day of the last close; stocks without one last.</summary>
    LastBar,

    /// <summary>By the name of the status.</summary>
    Status,

    /// <summary>By the last pull; stocks that were never pulled last.</summary>
    LastPull,
}

/// <summary>Which stocks, and which page of them.</summary>
/// <param name="Text">Part of symbol or name; null for all.</param>
/// <param name="Order">Null: by match with the text, then by symbol.</param>
/// <param name="IsDescending">Ignored where <paramref name="Order"/> is null.</param>
/// <param name="Page">From 1; beyond the last page is the last page.</param>
public sealed record CardRequest(string? Text = null, StockOrder? Order = null, bool IsDescending = false, int Page = 1)
{
    /// <summary>Cards of one page.</summary>
    public const int PageSize = 50;
}
