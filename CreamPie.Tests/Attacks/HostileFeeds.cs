using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CreamPie.Tests.Attacks;

/// <summary>Random reads below the links of feeds: ones that work, and ones that are narrow, revoked, expired or made up.</summary>
internal sealed partial class HostileFeeds(IEnumerable<Endpoint> endpoints, Random random)
{
    private static readonly string[] Names =
    [
        "symbols", "symbol", "from", "to", "interval", "adjust", "resolution", "countback", "query", "limit", "period1", "period2", "range",
        "events", "includePrePost", "type", "exchange", "date", "fields", "\0", "a\uFFFE", "callback",
    ];

    private static readonly string[] Verbs =
        ["GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "HEAD", "OPTIONS", "POST", "DELETE", "TRACE"];

    /// <summary>Of answers so far: what a client sends back.</summary>
    private readonly List<string> _tags = ["*", "\"\"", "W/\"x\"", "x", "\"a\", W/\"b\"", "\"é"];

    private readonly string[] _patterns =
    [
        .. endpoints.OfType<RouteEndpoint>().Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
            .Where(p => p.StartsWith("/feeds/", StringComparison.Ordinal))
            .Select(p => Token().Replace(p, ""))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    public HttpRequestMessage Next(IReadOnlyList<string> links) => random.Next(3) == 0 ? Part(links) : Any(links);

    /// <summary>A file, or a part of it, or nothing if it is known: what tools ask for again and again.</summary>
    private HttpRequestMessage Part(IReadOnlyList<string> links)
    {
        var file = random.Pick<string>(["/TEST.csv", "/TEST.json", "/TEST.parquet", "/prices.csv"]);
        var request = new HttpRequestMessage(
            random.Next(4) == 0 ? HttpMethod.Head : HttpMethod.Get, new Uri(random.Pick(links) + file, UriKind.Relative));
        Add(request, "Range", HostileTexts.Ranges, oneIn: 2);
        Add(request, "If-None-Match", _tags, oneIn: 4);
        Add(request, "If-Range", _tags, oneIn: 4);
        return request;
    }

    private HttpRequestMessage Any(IReadOnlyList<string> links)
    {
        var link = random.Next(12) == 0 ? "/feeds/" + Uri.EscapeDataString(HostileTexts.Next(random)) : Misspelt(random.Pick(links));
        var path = Parameter().Replace(random.Pick(_patterns), _ => Uri.EscapeDataString(Symbol()));
        var query = string.Join('&', Enumerable.Range(0, random.Next(5)).Select(_ =>
            $"{Uri.EscapeDataString(random.Pick(Names))}={Uri.EscapeDataString(HostileTexts.Next(random))}"));
        var request = new HttpRequestMessage(new HttpMethod(random.Pick(Verbs)), new Uri($"{link}{path}?{query}", UriKind.Relative));
        Add(request, "Range", HostileTexts.Ranges);
        Add(request, "If-None-Match", _tags);
        Add(request, "If-Match", _tags);
        Add(request, "If-Range", _tags);
        Add(request, "Origin", ["https://evil.example", "null", "https://pro.openbb.co", "x"]);
        Add(request, "Accept", ["text/csv", "*/*;q=0", "application/vnd.apache.parquet", ";;;", "text/html"]);
        Add(request, "Authorization", ["Bearer x", "Bearer cpk_x", "Basic eDp5", "Bearer"]);
        return request;
    }

    public void Learn(string? tag)
    {
        if (tag is not null && _tags.Count < 40 && !_tags.Contains(tag))
            _tags.Add(tag);
    }

    private string Symbol() =>
        random.Next(3) == 0 ? HostileTexts.Next(random) : random.Pick<string>(["TEST", "OTHER", "NONE", "test", "^GSPC"]);

    private string Misspelt(string link) => random.Next(12) switch
    {
        0 => link.ToUpperInvariant(),
        1 => link[..^1],
        2 => "/%2f" + link[1..],
        3 => link.Replace("/feeds/", "/feeds//", StringComparison.Ordinal),
        4 => link.Replace("/feeds/", "/feeds%2F", StringComparison.Ordinal),
        _ => link,
    };

    private void Add(HttpRequestMessage request, string header, IReadOnlyList<string> values, int oneIn = 5)
    {
        if (random.Next(oneIn) == 0)
            request.Headers.TryAddWithoutValidation(header, HostileTexts.OfHeader(random.Pick(values)));
    }

    [GeneratedRegex(@"^/feeds/\{[^}]*\}")]
    private static partial Regex Token();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
