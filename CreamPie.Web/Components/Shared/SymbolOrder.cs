using CreamPie.Core.Querying.Changes;

namespace CreamPie.Web.Components.Shared;

/// <summary>A full page of a long list that is sorted by symbol.</summary>
internal static class SymbolOrder
{
    /// <summary>True if one of its stocks has changed, or one that may be new and moves them along by one.</summary>
    /// <param name="shown">As they are shown.</param>
    public static bool Concerns(ChangeSet changes, IReadOnlyList<string> shown, bool isDescending = false) => changes.Symbols.Any(symbol =>
        shown.Contains(symbol) || string.CompareOrdinal(symbol, shown[^1]) is var order && (isDescending ? order > 0 : order < 0));
}
