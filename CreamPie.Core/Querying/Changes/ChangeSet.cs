namespace CreamPie.Core.Querying.Changes;

/// <summary>What has changed since the last look.</summary>
/// <param name="Symbols">Stocks, or documents of these symbols.</param>
/// <param name="IsIncomplete">More may have changed than is named here: a stock was forgotten, or nobody was looking.</param>
public sealed record ChangeSet(IReadOnlySet<string> Symbols, IReadOnlySet<int> Documents, bool IsIncomplete = false)
{
    internal ChangeSet And(ChangeSet later) => new(
        Symbols.Union(later.Symbols).ToHashSet(), Documents.Union(later.Documents).ToHashSet(), IsIncomplete || later.IsIncomplete);
}
