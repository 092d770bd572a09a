using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CreamPie.Web.Api;

/// <summary>What an answer depends on, as an entity tag: an unchanged answer is not sent twice.</summary>
internal static class EntityTags
{
    private static readonly string Build = typeof(EntityTags).Module.ModuleVersionId.ToString("N")[..8];

    /// <summary>True if the caller already has the answer of a query's tag.</summary>
    public static bool HasTag(this HttpRequest request, string tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Compare(new EntityTagHeaderValue(ETag(request, tag)), useStrongComparison: false));

    public static void WriteTag(this HttpResponse response, string tag)
    {
        response.Headers.ETag = ETag(response.HttpContext.Request, tag);
        response.Headers.CacheControl = "private, no-cache";
    }

    /// <summary>For a file, of which parts can be requested.</summary>
    public static EntityTagHeaderValue Of(string tag) => new($"\"{tag}.{Build}\"");

    public static StatusCodeHttpResult NotModified() => TypedResults.StatusCode(StatusCodes.Status304NotModified);

    /// <summary>
    /// Strong: no other bytes have it, but those that compression makes weak. What another build writes may look different, and
    /// <c>Accept</c> may have chosen the format. Not every endpoint has one, and checks it: in a header are letters only.
    /// </summary>
    private static string ETag(HttpRequest request, string tag)
    {
        var format = request.Query["format"] is [{ Length: > 0 } word] && word.All(char.IsAsciiLetter) ? "." + word.ToLowerInvariant() : "";
        return $"\"{tag}{format}.{Build}\"";
    }
}
