using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>The symbol of a page: by its canonical link, and the heading "Tesla, Inc. (TSLA)".</summary>
internal static class PageSymbol
{
    private const string QuotePath = "/quote/";
    private const string CurrencyNotice = "Currency in ";

    public static Symbol? Of(PageWords words)
    {
        if (FromCanonical(words.Canonical) is { } canonical)
            return canonical;
        foreach (var heading in words.Headings)
        {
            if (Split(heading) is { } parts)
                return parts.Symbol;
        }
        return null;
    }

    public static string? NameOf(PageWords words) =>
        words.Headings.Select(Split).FirstOrDefault(parts => parts is not null)?.Name;

    public static Symbol? FromCanonical(string? canonical)
    {
        var at = canonical?.IndexOf(QuotePath, StringComparison.Ordinal) ?? -1;
        if (at < 0)
            return null;
        var rest = canonical.AsSpan(at + QuotePath.Length);
        var end = rest.IndexOfAny('/', '?');
        return Symbol.TryParse(Uri.UnescapeDataString(end < 0 ? rest : rest[..end]), out var symbol) ? symbol : null;
    }

    /// <summary>"Currency in USD", as a text of the page and not as a pattern in a script.</summary>
    public static string? CurrencyOf(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf(CurrencyNotice); at >= 0; at = text.IndexOf(CurrencyNotice))
        {
            text = text[(at + CurrencyNotice.Length)..];
            if (text.Length > 3 && text[3] == '<' && !text[..3].ContainsAnyExcept(Letters))
                return text[..3].ToString();
        }
        return null;
    }

    private static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static (string Name, Symbol Symbol)? Split(string heading)
    {
        var open = heading.LastIndexOf('(');
        return open > 0 && heading[^1] == ')' && Symbol.TryParse(heading[(open + 1)..^1], out var symbol)
            ? (heading[..open].Trim(), symbol)
            : null;
    }
}
