namespace CreamPie.Core.Market;

/// <summary>Currencies whose shares are quoted in hundredths: pence, cents and agorot. Sources mix the two up.</summary>
internal static class CurrencyUnit
{
    private static readonly (string Whole, string[] Hundredths, string Suffix)[] Quoted =
        [("GBP", ["GBp", "GBX"], ".L"), ("ZAR", ["ZAc", "ZAC"], ".JO"), ("ILS", ["ILA", "ILa"], ".TA")];

    /// <summary>One unit of a currency in another: 1 for the same, 100 for pounds in pence; null where only a market knows.</summary>
    /// <param name="from">As a source writes it; null is that of the prices.</param>
    /// <param name="to">That of the prices; null if unknown.</param>
    public static double? Rate(string? from, string? to)
    {
        if (from is null || from == to)
            return 1;
        foreach (var (whole, hundredths, _) in Quoted)
        {
            var (fromSize, toSize) = (Size(from), Size(to));
            if (fromSize is not null && toSize is not null)
                return fromSize / toSize;

            double? Size(string? currency) => currency == whole ? 100 : hundredths.Contains(currency) ? 1 : null;
        }
        return null;
    }

    /// <summary>True where prices are quoted in hundredths of the currency, so that amounts are easily 100 times wrong.</summary>
    /// <param name="symbol">Null if unknown.</param>
    /// <param name="currency">As a source writes it; null if unknown.</param>
    public static bool IsQuotedInHundredths(string? symbol, string? currency) => Quoted.Any(q =>
        q.Whole == currency || q.Hundredths.Contains(currency) || symbol?.EndsWith(q.Suffix, StringComparison.OrdinalIgnoreCase) == true);
}
