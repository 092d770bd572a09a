using System.Text.RegularExpressions;
using CreamPie.Web.Hosting;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Feeds;

/// <summary>The token of a feed's link, taken out of the request's path; empty if there was none.</summary>
internal sealed record FeedToken(string Text);

/// <summary>
/// Takes the token out of the path of a feed before anything else sees the request: log lines, their scopes, traces, exceptions and
/// metrics know <c>/feeds/-/...</c>, whoever writes them.
/// </summary>
internal sealed partial class FeedTokens(IServiceProvider services) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory _contexts = new(services);

    /// <summary>Of a site in a subfolder, whose proxy passes the path on.</summary>
    private readonly PathString _base = new(services.GetRequiredService<IOptions<HostingOptions>>().Value.PathBase);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { } request)
            Mask(request, featureCollection);
        return _contexts.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _contexts.Dispose(httpContext);

    private void Mask(IHttpRequestFeature request, IFeatureCollection features)
    {
        var (token, rest) = Split(request.Path);
        if (!string.IsNullOrEmpty(token))
            features.Set(new FeedToken(token));
        else if (Split(Slashes().Replace(request.Path, "/")) is ({ } misplaced, var behind))
            // A link that was put together wrongly holds the token all the same. It opens nothing.
            (token, rest) = (misplaced, behind);
        if (token is null)
            return;
        request.Path = $"{FeedPath.Of(FeedPath.Masked)}{rest}";
        request.RawTarget = new PathString(request.Path).ToUriComponent() + request.QueryString;
    }

    /// <summary>Nulls for a path that is no feed's.</summary>
    private (string? Token, string? Behind) Split(string path)
    {
        var inside = new PathString(path);
        if (_base.HasValue && inside.StartsWithSegments(_base, out var below))
            inside = below;
        if (!inside.StartsWithSegments(FeedPath.Root, out var rest) || rest.Value is not ['/', .. var link])
            return default;
        var end = link.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? slash : link.Length;
        return (link[..end], link[end..]);
    }

    /// <summary>One or more, also as servers leave an encoded one in a path.</summary>
    [GeneratedRegex("(/|%2f)+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Slashes();
}
