using System.Text.Json.Serialization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>A stock in the list of symbols.</summary>
public sealed record SymbolItem(
    string Symbol, string? Name, string? Exchange, string? Currency, StockStatus Status, SourceName? Source, DateOnly? FirstBar);

/// <summary>A stock in the admin's list: how its pulls go.</summary>
/// <param name="Bars">Days that are served, from whatever source.</param>
/// <param name="Pull">The pull that is on its way; null if none is. For pages.</param>
public sealed record TrackItem(
    string Symbol, string? Name, StockStatus Status, Outcome? LastOutcome, Reason? LastReason, DateTime? LastPull, DateTime? NextDue,
    int Bars, DateOnly? LastBar, [property: JsonIgnore] OpenPull? Pull);

/// <summary>A pull that is planned, made, or waits.</summary>
public sealed record OpenPull(int DocumentId, DocumentState State, DateTime NextAttempt);

/// <summary>What is known about one stock.</summary>
public sealed record StockFacts(
    string Symbol, string? Name, string? Exchange, string? Currency, string? Timezone, StockStatus Status, SourceName? Source,
    int Bars, DateOnly? FirstBar, DateOnly? LastBar, DateTime? LastPull, Outcome? LastOutcome, Reason? LastReason, DateTime? NextDue,
    long Version);
