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

    /// <summary>Our spelling of a symbol as it writes it; null for an exchange whose suffix is unknown.</summary>
    public static Symbol? Ours(string? stated)
    {
        if (!Symbol.TryParse(stated, out var symbol))
            return null;
        var dot = symbol.Value.LastIndexOf('.');
        if (dot < 0)
            return symbol;
        var ours = Endings.FirstOrDefault(e => e.Value == symbol.Value[(dot + 1)..]).Key;
        return ours is not null && Symbol.TryParse($"{symbol.Value[..dot]}.{ours}", out var full) ? full : null;
    }

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
