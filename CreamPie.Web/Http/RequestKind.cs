namespace CreamPie.Web.Http;

internal static class RequestKind
{
    /// <summary>True for programs, which get status codes and problem+json; browsers get pages and redirects.</summary>
    public static bool IsForPrograms(this HttpContext context) =>
        (context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/api/reference"))
        || context.Request.Path.StartsWithSegments("/openapi")
        || context.Request.Path.StartsWithSegments("/healthz");
}
