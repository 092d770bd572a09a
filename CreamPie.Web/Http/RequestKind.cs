namespace CreamPie.Web.Http;

internal static class RequestKind
{
    /// <summary>Asked by a program, which gets status codes and problem+json; people get pages and redirects.</summary>
    public static bool IsForPrograms(this HttpContext context) =>
        (context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/api/reference"))
        || context.Request.Path.StartsWithSegments("/openapi")
        || context.Request.Path.StartsWithSegments("/healthz");
}
