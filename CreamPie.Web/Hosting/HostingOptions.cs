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
        && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;

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
