namespace CreamPie.Web.Http;

internal static class RequestKind
{
    /// <summary>What integrations and agents call: their calls are counted, and a cookie alone lets nobody in.</summary>
    public static bool IsForIntegrations(this HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/mcp")
        || context.Request.Path.StartsWithSegments("/metrics");

    /// <summary>True for programs, which get status codes and problem+json; browsers get pages and redirects.</summary>
    public static bool IsForPrograms(this HttpContext context) =>
        (context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/api/reference"))
        || context.Request.Path.StartsWithSegments(FeedPath.Root)
        || context.Request.Path.StartsWithSegments("/mcp")
        || context.Request.Path.StartsWithSegments("/openapi")
        || context.Request.Path.StartsWithSegments("/metrics")
        || context.Request.Path.StartsWithSegments("/healthz");

    /// <summary>Probes and collectors ask each node by its own name and port, which are not the site's, and by http.</summary>
    public static bool IsForThisNode(this HttpContext context) =>
        context.Request.Path.StartsWithSegments("/healthz") || context.Request.Path.StartsWithSegments("/metrics");
}
