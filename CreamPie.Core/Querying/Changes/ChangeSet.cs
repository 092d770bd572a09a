namespace CreamPie.Core.Querying.Changes;

/// <summary>What has changed since the last poll.</summary>
/// <param name="Symbols">Symbols whose stock or documents changed.</param>
/// <param name="Documents">Ids of documents that changed.</param>
/// <param name="IsIncomplete">True if more may have changed than is listed: a stock was deleted, or polling was suspended.</param>
public sealed record ChangeSet(IReadOnlySet<string> Symbols, IReadOnlySet<int> Documents, bool IsIncomplete = false)
{
    internal ChangeSet And(ChangeSet later) => new(
        Symbols.Union(later.Symbols).ToHashSet(), Documents.Union(later.Documents).ToHashSet(), IsIncomplete || later.IsIncomplete);
}
