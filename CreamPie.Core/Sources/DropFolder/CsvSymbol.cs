using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>The symbol that a CSV itself names, in a column or in its header.</summary>
internal static class CsvSymbol
{
    private const string NewYork = ".US";

    /// <summary>The prices of several symbols are no history of one.</summary>
    public static ParseResult.Refused? Several(IReadOnlyList<string> symbols) => symbols.Count < 2 ? null : new(
        Reason.SymbolMismatch,
        $"The file has the prices of several symbols ({string.Join(", ", symbols)}, ...): save one file for each symbol.");

    /// <summary>As this installation writes it; null if the file names none, or in a way that is not ours.</summary>
    /// <param name="symbols">As the file writes them.</param>
    /// <param name="wanted">Of the file's name; null if it says none.</param>
    public static string? Of(IReadOnlyList<string> symbols, Symbol? wanted)
    {
        if (symbols.Count == 0)
            return null;
        var text = symbols[0].EndsWith(NewYork, StringComparison.OrdinalIgnoreCase) ? symbols[0][..^NewYork.Length] : symbols[0];
        if (!Symbol.TryParse(text, out var symbol))
            return null;
        // BRK.B is BRK-B here.
        return wanted is { } known && known.Value == symbol.Value.Replace('.', '-') ? known.Value : symbol.Value;
    }
}
