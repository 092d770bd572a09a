using CreamPie.Web.Api.Bulk;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace CreamPie.Web.Api.Contract;

/// <summary>The media types that one endpoint can answer with: <c>Accept</c> chooses one, unless <c>format=</c> does.</summary>
internal sealed class AnswerFormats
{
    /// <summary>The words of <c>format=</c>.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/json"] = "json",
        ["text/csv"] = "csv",
        [BarsParquet.ContentType] = "parquet",
        [BarsArrow.ContentType] = "arrow",
    };

    private readonly IReadOnlyList<MediaTypeHeaderValue> _types;
    private readonly bool _hasFormat;

    private AnswerFormats(IReadOnlyList<MediaTypeHeaderValue> types, bool hasFormat) => (_types, _hasFormat) = (types, hasFormat);

    public static AnswerFormats Of(IList<object> metadata, KnownParameters parameters) => new(
        [.. metadata.OfType<IProducesResponseTypeMetadata>().Where(p => p.StatusCode is >= 200 and < 300).SelectMany(p => p.ContentTypes)
            .Distinct(StringComparer.OrdinalIgnoreCase).Select(type => new MediaTypeHeaderValue(type))],
        parameters.Has("format"));

    /// <summary>Null if there is an acceptable one: then <c>format=</c> says which.</summary>
    public ProblemHttpResult? Choose(HttpContext context)
    {
        var request = context.Request;
        if (_types.Count == 0)
        {
            request.Headers.Remove(HeaderNames.Accept);
            return null;
        }
        context.Response.Headers.Append(HeaderNames.Vary, "Accept, Accept-Encoding");
        var accept = request.GetTypedHeaders().Accept;
        // Decided here: the framework would leave the code and the trace ID out of a problem that the caller does not accept.
        request.Headers.Remove(HeaderNames.Accept);
        if ((_hasFormat && !string.IsNullOrEmpty(request.Query["format"])) || accept.Count == 0)
            return null;
        var best = _types.MaxBy(type => Quality(type, accept))!;
        if (Quality(best, accept) == 0)
        {
            return Problems.Of(
                StatusCodes.Status406NotAcceptable, "notAcceptable",
                $"This address answers with {string.Join(", ", _types)}: accept {(_types.Count == 1 ? "it" : "one of them")}.");
        }
        if (_hasFormat && best != _types[0] && Words.TryGetValue(best.MediaType.ToString(), out var word))
            request.QueryString = request.QueryString.Add("format", word);
        return null;
    }

    /// <summary>That of the most specific range which contains the type; 0 if none does.</summary>
    private static double Quality(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> accept) => accept
        .Where(range => type.IsSubsetOf(range))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();
}
