using System.Text.Json.Serialization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>A stock in the list of symbols.</summary>
public sealed record SymbolItem(
    string Symbol, string? Name, string? Exchange, string? Currency, StockStatus Status, SourceName? Source, DateOnly? FirstBar);

/// <summary>A tracked stock in the admin's list, with the result of its pulls.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Name">Of the company, fund or index; null if unknown.</param>
/// <param name="Status">The stock's status.</param>
/// <param name="LastOutcome">Outcome of its last pull; null before the first.</param>
/// <param name="LastReason">Why its last pull did not load; null if it did, or before the first.</param>
/// <param name="LastPull">UTC; when a source was last requested; null if never.</param>
/// <param name="NextDue">UTC; when it is pulled next; null if it is not.</param>
/// <param name="Bars">Served days, of whatever source.</param>
/// <param name="LastBar">The newest served day; null without bars.</param>
/// <param name="Pull">The open pull; null if there is none. For pages, not in the API.</param>
public sealed record TrackItem(
    string Symbol, string? Name, StockStatus Status, Outcome? LastOutcome, Reason? LastReason, DateTime? LastPull, DateTime? NextDue,
    int Bars, DateOnly? LastBar, [property: JsonIgnore] OpenPull? Pull);

/// <summary>A pull that is planned, running or waiting.</summary>
public sealed record OpenPull(int DocumentId, DocumentState State, DateTime NextAttempt);

/// <summary>The facts about one stock; instants are UTC, and null means unknown or never.</summary>
public sealed record StockFacts(
    string Symbol, string? Name, string? Exchange, string? Currency, string? Timezone, StockStatus Status, SourceName? Source,
    int Bars, DateOnly? FirstBar, DateOnly? LastBar, DateTime? LastPull, Outcome? LastOutcome, Reason? LastReason, DateTime? NextDue,
    long Version);

/// <summary>A split, or cash per share, on its ex-date.</summary>
/// <param name="ExDate">First trading day without the right, in the exchange's own zone.</param>
/// <param name="Kind">Split, dividend or capital gain.</param>
/// <param name="Amount">Cash per share in the listing's currency, adjusted for later splits like the prices. Null for a split.</param>
/// <param name="Numerator">New shares of a split (10 in 10:1); null for cash.</param>
/// <param name="Denominator">Old shares of a split (1 in 10:1); null for cash.</param>
/// <param name="Exact">False if the amount is from a text rounded for display ("0.00 Dividend").</param>
public sealed record ActionItem(DateOnly ExDate, ActionKind Kind, double? Amount, double? Numerator, double? Denominator, bool Exact);
