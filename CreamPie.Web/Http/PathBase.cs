using CreamPie.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Http;

/// <summary>The site in a subfolder behind a proxy (Hosting__PublicUrl with a path).</summary>
internal static class PathBase
{
    /// <summary>
    /// Every address belongs to the subfolder, whether the proxy passes its path on or cuts it off; a probe inside of the container asks
    /// without. An answer that sends to a path of the site sends into the subfolder: whoever writes one need not know of it.
    /// </summary>
    public static void UsePathBaseOfSite(this WebApplication app)
    {
        var path = new PathString(app.Services.GetRequiredService<IOptions<HostingOptions>>().Value.PathBase);
        if (!path.HasValue)
            return;
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(path, out var inside))
                context.Request.Path = inside.HasValue ? inside : "/";
            context.Request.PathBase = path;
            context.Response.OnStarting(() =>
            {
                if (context.Response.Headers.Location.ToString() is { Length: > 0 } location)
                    context.Response.Headers.Location = Inside(location, path, context.Request);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static string Inside(string location, PathString path, HttpRequest request)
    {
        var root = $"{request.Scheme}://{request.Host}";
        var start = location.StartsWith(root + "/", StringComparison.OrdinalIgnoreCase) ? root.Length : 0;
        var isOurs = location[start] == '/' && !location[start..].StartsWith("//", StringComparison.Ordinal);
        return !isOurs || new PathString(location[start..].Split('?', '#')[0]).StartsWithSegments(path)
            ? location
            : string.Concat(location.AsSpan(0, start), path.Value, location.AsSpan(start));
    }
}
