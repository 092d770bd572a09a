namespace CreamPie.Core.Querying;

/// <summary>What has changed since the last look.</summary>
/// <param name="Symbols">Stocks, or documents of these symbols.</param>
/// <param name="MayBeAnything">More may have changed than is named here: a stock was forgotten, or nobody was looking.</param>
public sealed record Changes(IReadOnlySet<string> Symbols, IReadOnlySet<int> Documents, bool MayBeAnything = false)
{
    internal Changes And(Changes later) => new(
        Symbols.Union(later.Symbols).ToHashSet(), Documents.Union(later.Documents).ToHashSet(), MayBeAnything || later.MayBeAnything);
}
