using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>Allowed targets of a request: https on port 443, and redirects only within the same host.</summary>
public static class Redirects
{
    /// <summary>Maximum redirects of one request.</summary>
    public const int MaxHops = 3;

    /// <summary>Consent pages need a person; nothing is clicked.</summary>
    private static readonly string[] ConsentHosts = ["consent.yahoo.com", "guce.yahoo.com"];

    private static readonly TimeSpan ConsentPause = TimeSpan.FromHours(1);

    /// <summary>Null if <paramref name="url"/> may be requested, else why not.</summary>
    public static FetchResult.Refused? Check(Uri url, bool allowPrivateNetworks)
    {
        if (url.Scheme == Uri.UriSchemeHttps && url.Port == 443 || allowPrivateNetworks && url.Scheme is "http" or "https")
            return null;
        return new FetchResult.Refused(
            Reason.Network,
            $"Sources must use https on port 443, not {url.Scheme} on port {url.Port} of {url.Host}; "
            + "Retrieval__AllowPrivateNetworks=true would allow it.",
            null);
    }

    /// <summary>Null if the redirect to <paramref name="to"/> may be followed, else the result of the request.</summary>
    public static FetchResult? Check(Uri from, Uri to, int status, int hop, bool allowPrivateNetworks)
    {
        if (IsConsent(to.Host))
            return new FetchResult.HostPaused(Reason.Consent, $"{from.Host} requires consent first (at {to.Host}).", status, ConsentPause);
        if (!IsSameServer(from, to) || Check(to, allowPrivateNetworks) is not null)
        {
            return new FetchResult.Refused(
                Reason.Redirect, $"{from.Host} redirects to {to.Scheme}://{to.Authority}, which is not followed.", status);
        }
        if (to.AbsolutePath.TrimEnd('/').Equals("/lookup", StringComparison.OrdinalIgnoreCase)
            || to.AbsolutePath.StartsWith("/lookup/", StringComparison.OrdinalIgnoreCase))
        {
            return new FetchResult.Refused(
                Reason.SymbolUnknown, $"{from.Host} does not know the symbol: it redirects to its symbol look-up.", status);
        }
        if (hop >= MaxHops)
            return new FetchResult.Refused(Reason.Redirect, $"{from.Host} redirects more than {MaxHops} times.", status);
        return null;
    }

    private static bool IsConsent(string host) =>
        ConsentHosts.Any(c => host.Equals(c, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith("." + c, StringComparison.OrdinalIgnoreCase));

    private static bool IsSameServer(Uri from, Uri to)
    {
        if (!from.Host.Equals(to.Host, StringComparison.OrdinalIgnoreCase))
            return false;
        return from.Scheme == to.Scheme ? from.Port == to.Port : to.Scheme == Uri.UriSchemeHttps;
    }
}
