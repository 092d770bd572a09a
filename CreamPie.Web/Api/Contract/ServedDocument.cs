using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CreamPie.Web.Api.Contract;

/// <summary>The OpenAPI document, written once: it is the same for everyone, and strangers may ask for it often.</summary>
internal sealed class ServedDocument
{
    public const string Name = "v1";

    private readonly Lazy<Task<byte[]>> _json;

    public ServedDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider provider) => _json = new(() => WriteAsync(provider));

    public static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> AnswerAsync(HttpContext context, ServedDocument document)
    {
        const string Tag = "openapi";
        context.Response.WriteTag(Tag);
        return context.Request.HasTag(Tag)
            ? EntityTags.NotModified()
            : TypedResults.File(await document._json.Value, "application/json; charset=utf-8");
    }

    private static async Task<byte[]> WriteAsync(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync();
        return Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
    }
}
