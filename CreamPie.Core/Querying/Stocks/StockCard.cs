using System.Text.Json.Serialization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>A close of the served series, adjusted for splits.</summary>
/// <param name="Final">False while its session was not over.</param>
public readonly record struct DailyClose(DateOnly Date, double Close, bool Final);

/// <summary>A stock at a glance.</summary>
/// <param name="Closes">Of the newest sessions, oldest first; empty without bars.</param>
/// <param name="LastPull">When its source was last asked; null if it never was.</param>
public sealed record StockCard(
    string Symbol, string? Name, string? Exchange, string? Currency, StockStatus Status, SourceName? Source, DateTime? LastPull,
    IReadOnlyList<DailyClose> Closes)
{
    public DailyClose? Last => Closes.Count > 0 ? Closes[^1] : null;

    /// <summary>Against the session before; null where there is none.</summary>
    public double? Change => Closes.Count > 1 ? Closes[^1].Close - Closes[^2].Close : null;

    /// <summary>As a fraction: 0.01 is one percent.</summary>
    public double? RelativeChange => Closes.Count > 1 && Closes[^2].Close > 0 ? Closes[^1].Close / Closes[^2].Close - 1 : null;

    internal static StockCard Of(Stock s, IReadOnlyList<DailyClose>? closes) =>
        new(s.Symbol, s.Name, s.Exchange, s.Currency, s.Status, s.ServedSource, s.LastPullAt, closes ?? []);
}

[JsonConverter(typeof(CamelCaseEnumConverter<StockOrder>))]
public enum StockOrder
{
    Symbol,
    Name,

    /// <summary>By the relative change of the last session.</summary>
    Change,
}

/// <summary>Which stocks, and which page of them.</summary>
/// <param name="Text">Part of symbol or name; null for all.</param>
/// <param name="Order">Null: as well as they match the text, then by symbol.</param>
/// <param name="Page">From 1; beyond the last page is the last page.</param>
public sealed record CardRequest(string? Text = null, StockOrder? Order = null, bool IsDescending = false, int Page = 1)
{
    public const int PageSize = 50;
}
