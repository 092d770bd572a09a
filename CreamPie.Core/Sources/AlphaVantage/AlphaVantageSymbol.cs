using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.AlphaVantage;

/// <summary>Alpha Vantage's spelling of a symbol: it has suffixes of its own for exchanges outside the United States.</summary>
internal static class AlphaVantageSymbol
{
    private static readonly Dictionary<string, string> Endings = new()
    {
        ["L"] = "LON",
        ["TO"] = "TRT",
        ["V"] = "TRV",
        ["DE"] = "DEX",
        ["BO"] = "BSE",
        ["SS"] = "SHH",
        ["SZ"] = "SHZ",
    };

    /// <returns>Null if it has no daily series: indices, currencies and other exchanges.</returns>
    public static string? Of(Symbol symbol)
    {
        var text = symbol.Value;
        if (text.AsSpan().ContainsAny('^', '='))
            return null;
        var dot = text.LastIndexOf('.');
        if (dot < 0)
            return text;
        return Endings.TryGetValue(text[(dot + 1)..], out var ending) ? $"{text[..dot]}.{ending}" : null;
    }
}
