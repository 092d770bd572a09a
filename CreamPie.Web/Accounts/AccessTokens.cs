using CreamPie.Core.Accounts;
using CreamPie.Core.Market.Calendar;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts;

/// <summary>Identity's bearer tickets, protected by the key ring; they carry nothing but the session.</summary>
internal sealed class AccessTokens(IOptionsMonitor<BearerTokenOptions> options, Sessions sessions, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public string Issue(Guid session)
    {
        var ticket = new AuthenticationTicket(
            SessionTicket.Of(session, CreamPieScheme.Bearer),
            new AuthenticationProperties { ExpiresUtc = time.GetUtcNow() + Life },
            CreamPieScheme.Bearer);
        return options.Get(CreamPieScheme.Bearer).BearerTokenProtector.Protect(ticket);
    }

    /// <summary>Replaces the framework's check, which knows no sessions.</summary>
    public async Task CheckAsync(MessageReceivedContext context)
    {
        const string prefix = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            context.NoResult();
            return;
        }
        var ticket = context.Options.BearerTokenProtector.Unprotect(header[prefix.Length..].Trim());
        var user = ticket?.Properties.ExpiresUtc is { } expires && expires.UtcDateTime > time.Now()
            && SessionTicket.SessionOf(ticket.Principal) is { } session
            ? await sessions.FindAsync(session, context.HttpContext.RequestAborted)
            : null;
        if (user is null)
        {
            context.Fail("The token is not ours, too old, or its session is over.");
            return;
        }
        sessions.Use(user.Session);
        context.Principal = user.ToPrincipal(CreamPieScheme.Bearer);
        context.Success();
    }
}
