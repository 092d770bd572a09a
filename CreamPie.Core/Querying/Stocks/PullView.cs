using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>How far the newest pull of a stock got.</summary>
/// <param name="DocumentId">Null, like <paramref name="State"/>: none is planned yet.</param>
/// <param name="IsArchived">True once its bytes are on disk, whatever became of them.</param>
/// <param name="Reason">Why it waits or was refused; null if it only waits for its turn.</param>
/// <param name="WaitsUntil">Null if it does not wait.</param>
/// <param name="NextPull">When the stock is pulled anew, after this pull; null if it is not, or this one is still on its way.</param>
/// <param name="Bars">Of the stock, once the pull is loaded.</param>
public sealed record PullView(
    string Symbol, string? Name, StockStatus Status, int? DocumentId, DocumentState? State, bool IsArchived, Reason? Reason, string? Error,
    DateTime? WaitsUntil, DateTime? NextPull, int Bars, DateOnly? FirstBar, DateOnly? LastBar)
{
    /// <summary>True while it has neither succeeded nor been given up.</summary>
    public bool IsOpen => State?.IsOpen() ?? true;
}
