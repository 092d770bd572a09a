using System.Net;

namespace CreamPie.Web.Hosting;

/// <summary>How clients reach this server.</summary>
public sealed class HostingOptions
{
    public const string Section = "Hosting";

    /// <summary>https: Secure cookies with __Host- names, HSTS, redirect; http: plain names, for a private network.</summary>
    public string PublicUrl { get; set; } = "http://localhost";

    /// <summary>Host names that are served besides the one of <see cref="PublicUrl"/>: names or addresses, separated by commas.</summary>
    public string AllowedHosts { get; set; } = "";

    /// <summary>Reverse proxies whose X-Forwarded-For and -Proto are trusted: addresses or networks, separated by commas.</summary>
    public string KnownProxies { get; set; } = "";

    public Uri PublicUri => new(PublicUrl);

    /// <summary>Path of <see cref="PublicUrl"/>: "/creampie" in a subfolder, empty at the root.</summary>
    public string PathBase => PublicUri.AbsolutePath.TrimEnd('/');

    /// <summary>Cookies of a subfolder are not sent to its neighbours.</summary>
    public string CookiePath => PathBase.Length > 0 ? PathBase : "/";

    /// <summary>Browsers take a cookie with __Host- only for the whole host.</summary>
    public string CookiePrefix => !IsHttps ? "" : PathBase.Length > 0 ? "__Secure-" : "__Host-";

    public bool IsHttps => PublicUri.Scheme == Uri.UriSchemeHttps;

    /// <summary>As a Host header has them, IPv6 without brackets.</summary>
    public IEnumerable<string> Hosts => Parts(AllowedHosts)
        .Select(host => new UriBuilder(Uri.UriSchemeHttp, host).Uri.IdnHost);

    public IEnumerable<IPNetwork> Proxies => Parts(KnownProxies)
        .Select(text => text.Contains('/', StringComparison.Ordinal)
            ? IPNetwork.Parse(text)
            : new IPNetwork(IPAddress.Parse(text), IPAddress.Parse(text).GetAddressBytes().Length * 8));

    public static bool IsPublicUrl(HostingOptions options) =>
        Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
        && !uri.AbsolutePath.Contains("//", StringComparison.Ordinal)
        && uri.AbsolutePath.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '~');

    /// <summary>No * among them: it would let anybody choose where mails link to.</summary>
    public static bool HasReadableHosts(HostingOptions options) =>
        Parts(options.AllowedHosts).All(host => Uri.CheckHostName(host) != UriHostNameType.Unknown);

    public static bool HasReadableProxies(HostingOptions options)
    {
        try
        {
            _ = options.Proxies.Count();
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string[] Parts(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
