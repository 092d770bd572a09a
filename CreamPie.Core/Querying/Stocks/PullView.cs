using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>The progress of a stock's newest pull.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Name">Of the company, fund or index; null if unknown.</param>
/// <param name="Status">The stock's status.</param>
/// <param name="DocumentId">Null, like <paramref name="State"/>, if none is planned yet.</param>
/// <param name="State">The document's state; null if none is planned yet.</param>
/// <param name="IsArchived">True once its bytes are archived, whatever became of them.</param>
/// <param name="Reason">Why it waits or failed; null if it only waits for its turn.</param>
/// <param name="Error">Details of the reason, one sentence; null without one.</param>
/// <param name="WaitsUntil">UTC; null if it does not wait.</param>
/// <param name="NextPull">UTC; when the stock is pulled next, after this pull; null if it is not, or while this pull is open.</param>
/// <param name="Bars">Served days of the stock, once the pull is loaded; 0 before.</param>
/// <param name="FirstBar">The oldest served day; null before the pull is loaded.</param>
/// <param name="LastBar">The newest served day; null before the pull is loaded.</param>
public sealed record PullView(
    string Symbol, string? Name, StockStatus Status, int? DocumentId, DocumentState? State, bool IsArchived, Reason? Reason, string? Error,
    DateTime? WaitsUntil, DateTime? NextPull, int Bars, DateOnly? FirstBar, DateOnly? LastBar)
{
    /// <summary>True if it is open and no worker is running: it waits until one starts.</summary>
    public bool LacksWorker { get; init; }

    /// <summary>True while it has neither loaded nor failed for good.</summary>
    public bool IsOpen => State?.IsOpen() ?? true;
}
