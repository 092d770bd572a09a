using CreamPie.Core.Storage;

namespace CreamPie.Web.Components.Layout;

internal static class LocalUrl
{
    private static readonly Uri Server = new("http://localhost");

    /// <summary>
    /// The url if it is a path on this server: browsers read //host, /\host and /&lt;tab&gt;/host as an address elsewhere.
    /// Escaped: a header has no other letters than ASCII.
    /// </summary>
    public static string OrStart(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) && ReadableText.Is(url)
        // Without its dot segments /.//host is //host.
        && Uri.TryCreate(Server, url, out var escaped) && escaped.Host == Server.Host && escaped.PathAndQuery is not ['/', '/', ..]
            ? escaped.PathAndQuery + escaped.Fragment
            : "/";
}
