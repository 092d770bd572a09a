using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>Where a request may go: https on port 443, and by redirect only within its own host.</summary>
public static class Redirects
{
    public const int MaxHops = 3;

    /// <summary>A person has to answer there; nothing is clicked for them.</summary>
    private static readonly string[] ConsentHosts = ["consent.yahoo.com", "guce.yahoo.com"];

    private static readonly TimeSpan ConsentPause = TimeSpan.FromHours(1);

    /// <returns>Null if <paramref name="url"/> may be asked, else why not.</returns>
    public static FetchResult.Refused? Check(Uri url, bool allowPrivateNetworks)
    {
        if (url.Scheme == Uri.UriSchemeHttps && url.Port == 443 || allowPrivateNetworks && url.Scheme is "http" or "https")
            return null;
        return new FetchResult.Refused(
            Reason.Network,
            $"Sources must use https on port 443, not {url.Scheme} on port {url.Port} of {url.Host}; Retrieval__AllowPrivateNetworks=true would allow it.",
            null);
    }

    /// <returns>The end of the request; null if it may follow to <paramref name="to"/>.</returns>
    public static FetchResult? Check(Uri from, Uri to, int status, int hop, bool allowPrivateNetworks)
    {
        if (IsConsent(to.Host))
            return new FetchResult.HostPaused(Reason.Consent, $"{from.Host} asks for consent first (at {to.Host}).", status, ConsentPause);
        if (!IsSameServer(from, to) || Check(to, allowPrivateNetworks) is not null)
            return new FetchResult.Refused(Reason.Redirect, $"{from.Host} redirects to {to.Scheme}://{to.Authority}, which is not followed.", status);
        if (to.AbsolutePath.TrimEnd('/').Equals("/lookup", StringComparison.OrdinalIgnoreCase)
            || to.AbsolutePath.StartsWith("/lookup/", StringComparison.OrdinalIgnoreCase))
            return new FetchResult.Refused(Reason.SymbolUnknown, $"{from.Host} does not know the symbol: it redirects to its symbol look-up.", status);
        if (hop >= MaxHops)
            return new FetchResult.Refused(Reason.Redirect, $"{from.Host} redirects more than {MaxHops} times.", status);
        return null;
    }

    private static bool IsConsent(string host) =>
        ConsentHosts.Any(c => host.Equals(c, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + c, StringComparison.OrdinalIgnoreCase));

    private static bool IsSameServer(Uri from, Uri to)
    {
        if (!from.Host.Equals(to.Host, StringComparison.OrdinalIgnoreCase))
            return false;
        return from.Scheme == to.Scheme ? from.Port == to.Port : to.Scheme == Uri.UriSchemeHttps;
    }
}
