using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Mail;

namespace CreamPie.Web.Accounts.External;

/// <summary>Lets somebody of a provider in by the secret link that this browser had open: of the set-up, or of an invitation.</summary>
internal sealed class ExternalEntry(
    EntryCookie cookie, FirstAdminLink link, FirstAdminByProvider firstAdmin, ProviderAcceptance acceptance, AuditTrail audit,
    NoticeMails notices)
{
    public static Caller NobodyAt(HttpContext http) => Caller.Nobody with { Address = http.Connection.RemoteIpAddress };

    /// <summary>The account, or the page to go back to, which tells why.</summary>
    public async Task<(AppUser? User, string Page)> EnterAsync(ExternalPurpose purpose, ExternalIdentity identity, HttpContext http)
    {
        var secret = cookie.Read(http, purpose)?.Secret ?? "";
        cookie.End(http);
        return purpose == ExternalPurpose.Setup ? await SetUpAsync(secret, identity, http) : await AcceptAsync(secret, identity, http);
    }

    private async Task<(AppUser? User, string Page)> SetUpAsync(string token, ExternalIdentity identity, HttpContext http)
    {
        var page = "/setup?token=" + Uri.EscapeDataString(token);
        if (!link.IsToken(token))
            return (null, page);
        switch (await firstAdmin.CreateAsync(identity, NobodyAt(http), http.RequestAborted))
        {
            case FirstAdminResult.Created created:
                return (created.User, "/");
            case FirstAdminResult.Invalid invalid:
                await RefuseAsync(identity, "Set-up", invalid.Problems, http);
                return (null, page);
            default:
                return (null, page);
        }
    }

    private async Task<(AppUser? User, string Page)> AcceptAsync(string token, ExternalIdentity identity, HttpContext http)
    {
        var page = "/account/invitation?token=" + Uri.EscapeDataString(token);
        switch (await acceptance.AcceptAsync(token, identity, NobodyAt(http), http.RequestAborted))
        {
            case AcceptResult.Accepted accepted:
                await notices.SayAsync(accepted.User.Email!, Notice.Linked(identity.Provider), http);
                return (accepted.User, "/");
            case AcceptResult.Invalid invalid:
                await RefuseAsync(identity, "Invitation", invalid.Problems, http);
                return (null, page);
            case AcceptResult.HasAccount:
                await RefuseAsync(identity, "Invitation", ["This address has an account on this server already: sign in."], http);
                return (null, page);
            default:
                return (null, page);
        }
    }

    private Task RefuseAsync(ExternalIdentity identity, string what, IReadOnlyList<string> problems, HttpContext http)
    {
        var problem = string.Join(' ', problems);
        cookie.Tell(http, problem);
        return audit.WriteAsync(
            NobodyAt(http), AuditAction.SignIn, identity.Email, AuditOutcome.Refused, $"{identity.Provider}. {what}: {problem}",
            CancellationToken.None);
    }
}
