using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Loading.Replay;

/// <summary>Everything that decides on a stock's bars and actions.</summary>
/// <param name="StockId">The stock.</param>
/// <param name="Version">Of the stock when the set was read.</param>
/// <param name="Ticker">By which its documents are named.</param>
/// <param name="Documents">Loaded ones, and those refused as mass rewrites.</param>
/// <param name="Refused">Loaded ones that today's parsers refuse, and why.</param>
/// <param name="MassRewrites">All that were refused as mass rewrites under the ticker, when the set was read.</param>
internal sealed record DocumentSet(
    int StockId, long Version, string Ticker, IReadOnlyList<LoadRequest> Documents,
    IReadOnlyDictionary<int, (Reason Reason, string Error)> Refused, IReadOnlySet<int> MassRewrites)
{
    /// <summary>Loaded ones that cannot be read: what they have loaded stays.</summary>
    public IReadOnlyList<StoredDocument> Unreadable { get; init; } = [];

    /// <summary>Loaded ones whose bytes the retention policy gave up: no number refers to them, and their ledger entries stay.</summary>
    public IReadOnlyList<StoredDocument> Removed { get; init; } = [];
}
