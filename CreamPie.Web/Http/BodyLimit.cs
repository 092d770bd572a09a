using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace CreamPie.Web.Http;

/// <summary>64 KB for a body, unless the endpoint says otherwise: <c>.WithMetadata(new RequestSizeLimitAttribute(bytes))</c>.</summary>
internal static class BodyLimit
{
    private const long Default = 64 * 1024;

    /// <summary>Runs after routing, which determines the endpoint.</summary>
    public static void UseBodyLimit(this WebApplication app) => app.Use(async (context, next) =>
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? Default;
        // A chunked body has no length to check: the server counts it while reading.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } counted)
            counted.MaxRequestBodySize = limit;
        if (context.Request.ContentLength > limit)
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        else
            await next(context);
    });
}
