using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CreamPie.Core.Sources.CsvTemplate;

/// <summary>An address with placeholders for the symbol, the days and the key.</summary>
internal static partial class CsvAddress
{
    private static readonly DateOnly FirstDay = new(1900, 1, 1);
    private static readonly SearchValues<char> TimeLetters = SearchValues.Create("HhmstfFKz");

    /// <summary>The address with its placeholders filled.</summary>
    /// <param name="template">One for which <see cref="Problem"/> is null.</param>
    /// <param name="symbol">As the source writes it.</param>
    /// <param name="from">Null for 1900-01-01.</param>
    /// <param name="to">The last day requested.</param>
    /// <param name="key">Null if there is none.</param>
    public static Uri Of(string template, string symbol, DateOnly? from, DateOnly to, string? key) =>
        new(PlacePattern().Replace(template, place => Filled(place, symbol, from ?? FirstDay, to, key)));

    /// <returns>The end of a sentence that starts with the setting's name; null if the address can be used.</returns>
    public static string? Problem(string template, string? key)
    {
        var places = PlacePattern().Matches(template);
        if (!places.Any(p => p.Groups["name"].Value == "symbol"))
            return "must have a place for the symbol, {symbol}, {symbol:lower} or {symbol:upper}.";
        foreach (Match place in places)
        {
            var (name, format) = (place.Groups["name"].Value, place.Groups["format"].Value);
            var known = name switch
            {
                "symbol" => format is "" or "lower" or "upper",
                "from" or "to" => format.Length > 0 && !format.AsSpan().ContainsAny(TimeLetters),
                "key" => format.Length == 0,
                _ => false,
            };
            if (!known)
                return $"has the unknown place {place.Value}: there are "
                    + "{symbol}, {symbol:lower}, {symbol:upper}, {from:yyyyMMdd}, {to:yyyyMMdd} and {key}.";
            if (name == "key" && string.IsNullOrWhiteSpace(key))
                return "has a place for {key}, and Sources__Csv__ApiKey is not set.";
        }
        var start = template.Split('?')[0];
        return Uri.TryCreate(PlacePattern().Replace(template, "x"), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            && !HostPattern().Match(template).Value.Contains('{', StringComparison.Ordinal)
            && !start.Contains("{key}", StringComparison.Ordinal)
            ? null
            : "must be an http or https address with its places after the host ({key} after the ?), "
                + "like https://stooq.com/q/d/l/?s={symbol:lower}&d1={from:yyyyMMdd}&d2={to:yyyyMMdd}&i=d.";
    }

    /// <summary>In lower case, without www; empty for an address that cannot be used.</summary>
    public static string HostOf(string template) =>
        Uri.TryCreate(PlacePattern().Replace(template, "x"), UriKind.Absolute, out var url)
            ? url.Host.StartsWith("www.", StringComparison.Ordinal) ? url.Host[4..] : url.Host
            : "";

    private static string Filled(Match place, string symbol, DateOnly from, DateOnly to, string? key)
    {
        var format = place.Groups["format"].Value;
        return Uri.EscapeDataString(place.Groups["name"].Value switch
        {
            "from" => from.ToString(format, CultureInfo.InvariantCulture),
            "to" => to.ToString(format, CultureInfo.InvariantCulture),
            "key" => key ?? "",
            _ => format switch
            {
                "lower" => symbol.ToLowerInvariant(),
                "upper" => symbol.ToUpperInvariant(),
                _ => symbol,
            },
        });
    }

    [GeneratedRegex(@"\{(?<name>[a-z]*)(?::(?<format>[^{}]*))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex PlacePattern();

    [GeneratedRegex("^[a-z]+://[^/?]*", RegexOptions.CultureInvariant)]
    private static partial Regex HostPattern();
}
