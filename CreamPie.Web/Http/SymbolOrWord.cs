using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CreamPie.Web.Http;

/// <summary>
/// Where an address may have a symbol or one of its own words, from left to right: what is written as the word, in small letters, is
/// the word, and everything else is a symbol. So /api/stock-data/bars is a table, /api/stock-data/BARS a stock: no word hides a ticker.
/// </summary>
internal sealed class SymbolOrWord : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Count > 1 && endpoints.OfType<RouteEndpoint>().Any(e => e.RoutePattern.PathSegments.Any(IsSymbol));

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var path = (httpContext.Request.Path.Value ?? "").Split('/')[1..];
        for (var at = 0; at < path.Length; at++)
        {
            var segments = SegmentsAt(candidates, at);
            if (!segments.Any(s => IsSymbol(s.Segment)))
                continue;
            var isWord = segments.Any(s => WordOf(s.Segment) == path[at]);
            foreach (var (candidate, segment) in segments)
            {
                if (isWord ? IsSymbol(segment) : WordOf(segment) is not null)
                    candidates.SetValidity(candidate, false);
            }
        }
        return Task.CompletedTask;
    }

    /// <summary>Also of a part of a segment, like {symbol}.csv.</summary>
    public static bool IsSymbol(RoutePatternPathSegment segment) => segment.Parts.OfType<RoutePatternParameterPart>()
        .Any(p => p.Name.StartsWith("symbol", StringComparison.OrdinalIgnoreCase));

    /// <summary>Null for a segment with a parameter.</summary>
    public static string? WordOf(RoutePatternPathSegment segment) =>
        segment.Parts is [RoutePatternLiteralPart word] ? word.Content : null;

    private static List<(int Candidate, RoutePatternPathSegment Segment)> SegmentsAt(CandidateSet candidates, int at)
    {
        var segments = new List<(int, RoutePatternPathSegment)>();
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i)
                && (candidates[i].Endpoint as RouteEndpoint)?.RoutePattern.PathSegments.ElementAtOrDefault(at) is { } segment)
                segments.Add((i, segment));
        }
        return segments;
    }
}
