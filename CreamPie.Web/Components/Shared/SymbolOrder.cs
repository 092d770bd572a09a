using CreamPie.Core.Querying.Changes;

namespace CreamPie.Web.Components.Shared;

/// <summary>A full page of a list sorted by symbol.</summary>
internal static class SymbolOrder
{
    /// <summary>True if one of its stocks changed, or a possibly new one shifts them by one.</summary>
    /// <param name="shown">The symbols on the page.</param>
    public static bool Concerns(ChangeSet changes, IReadOnlyList<string> shown, bool isDescending = false) => changes.Symbols.Any(symbol =>
        shown.Contains(symbol) || string.CompareOrdinal(symbol, shown[^1]) is var order && (isDescending ? order > 0 : order < 0));
}
