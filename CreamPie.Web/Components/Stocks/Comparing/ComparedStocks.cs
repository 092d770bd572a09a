using CreamPie.Core.Querying.Stocks;

namespace CreamPie.Web.Components.Stocks.Comparing;

/// <summary>Those of the requested stocks that can be compared.</summary>
/// <param name="Requested">All symbols of the address.</param>
/// <param name="Known">With bars, in the order of the address.</param>
/// <param name="Waiting">Symbols that are tracked and have no bars yet.</param>
public sealed record ComparedStocks(string Requested, IReadOnlyList<StockFacts> Known, IReadOnlyList<string> Waiting)
{
    /// <summary>The last day that all may have; null without stocks.</summary>
    public DateOnly? Last => Known.Count == 0 ? null : Known.Min(s => s.LastBar);

    /// <summary>Changes when one of them does.</summary>
    public string Version => string.Join('.', Known.Select(s => s.Version));
}
