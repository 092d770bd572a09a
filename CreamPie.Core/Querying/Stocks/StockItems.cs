using System.Text.Json.Serialization;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>A stock in the list of symbols.</summary>
public sealed record SymbolItem(
    string Symbol, string? Name, string? Exchange, string? Currency, StockStatus Status, SourceName? Source, DateOnly? FirstBar)
{
    internal static SymbolItem Of(Stock s, DateTime now) =>
        new(s.Symbol, s.Name, s.Exchange, s.Currency, s.StatusAt(now), s.ServedSource, s.FirstSession);
}

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
/// <param name="Tracking">Who tracks it.</param>
/// <param name="Pull">The open pull; null if there is none. For pages, not in the API.</param>
public sealed record TrackItem(
    string Symbol, string? Name, StockStatus Status, Outcome? LastOutcome, Reason? LastReason, DateTime? LastPull, DateTime? NextDue,
    int Bars, DateOnly? LastBar, TrackedBy Tracking, [property: JsonIgnore] OpenPull? Pull);

/// <summary>A pull that is planned, running or waiting.</summary>
public sealed record OpenPull(int DocumentId, DocumentState State, DateTime NextAttempt);

/// <summary>The facts about one stock; instants are UTC, and null means unknown or never.</summary>
public sealed record StockFacts(
    string Symbol, string? Name, string? Exchange, string? Currency, string? Timezone, StockStatus Status, SourceName? Source,
    int Bars, DateOnly? FirstBar, DateOnly? LastBar, DateTime? LastPull, Outcome? LastOutcome, Reason? LastReason, DateTime? NextDue,
    long Version)
{
    /// <summary>Who tracks it; null if it is not tracked.</summary>
    public TrackedBy? Tracking { get; init; }
}

/// <summary>Who tracks a stock.</summary>
/// <param name="You">The caller does, and may stop.</param>
/// <param name="Since">UTC; since when the caller does; null if not.</param>
/// <param name="Others">How many others do.</param>
/// <param name="House">True if the house does, which keeps its stocks; also in place of accounts that are disabled or gone.</param>
/// <param name="People">All of them, the first one first, for an admin; null for an analyst, who sees nobody's address.</param>
public sealed record TrackedBy(bool You, DateTime? Since, int Others, bool House, IReadOnlyList<FollowerItem>? People);

/// <summary>A user who tracks a stock.</summary>
/// <param name="Name">The account's e-mail address.</param>
/// <param name="Since">UTC.</param>
public sealed record FollowerItem(string Name, DateTime? Since);
