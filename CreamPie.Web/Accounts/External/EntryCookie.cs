using CreamPie.Web.Accounts.Factors;

namespace CreamPie.Web.Accounts.External;

/// <summary>
/// What a page with a secret link (set-up, invitation) leaves for the way to a provider and back. The key in it must be in the address
/// that leads there, so that nobody can send somebody else's browser there with a link of their own.
/// </summary>
internal sealed class EntryCookie(SealedCookies cookies)
{
    private const string Entry = "provider-entry";
    private const string Problem = "provider-problem";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The key for the address.</summary>
    /// <param name="secret">The token of the page's link.</param>
    public string Begin(HttpContext context, ExternalPurpose purpose, string secret)
    {
        // A second tab of the same page must not void the first.
        if (Read(context, purpose) is { } known && known.Secret == secret)
            return known.Key;
        var key = Guid.NewGuid().ToString("N");
        cookies.Write(context, Entry, $"{purpose} {key} {secret}", Patience);
        return key;
    }

    /// <summary>Null if no page of this purpose was open here lately.</summary>
    public (string Key, string Secret)? Read(HttpContext context, ExternalPurpose purpose) =>
        cookies.Read(context, Entry)?.Split(' ', 3) is [var kept, var key, var secret] && kept == purpose.ToString() ? (key, secret) : null;

    public void End(HttpContext context) => cookies.Delete(context, Entry);

    /// <summary>A sentence for the page that the browser comes back to.</summary>
    public void Tell(HttpContext context, string problem) => cookies.Write(context, Problem, problem, Patience);

    public string? Told(HttpContext context)
    {
        var problem = cookies.Read(context, Problem);
        if (problem is not null)
            cookies.Delete(context, Problem);
        return problem;
    }
}
