namespace CreamPie.Web.Http;

/// <summary>Sets the security headers of every answer, including the framework's own.</summary>
internal sealed class SecurityHeaders : IStartupFilter
{
    private const string Common =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; connect-src 'self'; ";

    private const string Pages = Common + "script-src 'self'";

    /// <summary>The two third-party pages have inline scripts: the dashboard of admins, and the reference, which shows no data.</summary>
    private const string ForeignPages = Common + "script-src 'self' 'unsafe-inline'; font-src 'self' data:; worker-src 'self' blob:";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            context.Response.OnStarting(Add, context);
            return following(context);
        });
        next(app);
    };

    private static Task Add(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        // An endpoint that serves untrusted bytes sets a stricter policy of its own.
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = IsForeignPage(context.Request.Path) ? ForeignPages : Pages;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.User.Identity?.IsAuthenticated == true
            && context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private static bool IsForeignPage(PathString path) => path.StartsWithSegments("/hangfire") || path.StartsWithSegments("/api/reference");
}

internal static class SecurityHeaderServices
{
    /// <summary>Inserted first, so that it also covers the framework's host filter.</summary>
    public static void AddSecurityHeaders(this WebApplicationBuilder builder) =>
        builder.Services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, SecurityHeaders>());
}
