using System.Security.Claims;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Factors;
using CreamPie.Web.Accounts.Mail;
using Microsoft.AspNetCore.Authentication;

namespace CreamPie.Web.Accounts.External;

/// <summary>
/// What a browser brings back from a provider: a sign-in, a link or a proof for the account it is signed in to, or an entry by a secret
/// link.
/// </summary>
internal sealed class ExternalReturn(
    ExternalSignIn signIn, ExternalStart start, ExternalEntry entry, ProviderLinks links, Proofs proofs, SecondStep step,
    Sessions sessions, KnownDevices devices, NoticeMails notices, TimeProvider time)
{
    private const string Failed = "/account/sign-in?external=failed";

    public async Task ReceiveAsync(TicketReceivedContext context, OidcProvider provider)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        // The handler of a provider runs before the cookie is read.
        http.User = (await http.AuthenticateAsync(CreamPieScheme.Cookie)).Principal ?? new ClaimsPrincipal(new ClaimsIdentity());
        http.Response.Redirect(ExternalClaims.IdentityOf(context.Principal, provider) is { } identity
            ? await TargetAsync(context, identity, http)
            : Failed);
    }

    private async Task<string> TargetAsync(TicketReceivedContext context, ExternalIdentity identity, HttpContext http)
    {
        var purpose = ExternalStart.PurposeOf(context.Properties);
        var returnUrl = context.ReturnUri ?? "/";
        if (purpose == ExternalPurpose.SignIn)
            return await SignInAsync(identity, returnUrl, http);
        if (!start.IsSame(context.Properties, purpose, http))
            return Failed;
        switch (purpose)
        {
            case ExternalPurpose.Link:
                return await LinkAsync(identity, http);
            case ExternalPurpose.Prove:
                var isPresent = ExternalClaims.IsPresent(
                    context.Principal, ExternalStart.AskedAt(context.Properties), time.GetUtcNow());
                return await ProveAsync(identity, isPresent, returnUrl, http);
            default:
                var (user, page) = await entry.EnterAsync(purpose, identity, http);
                return user is null ? page : await EnterAsync(user, identity, "/", http);
        }
    }

    private async Task<string> SignInAsync(ExternalIdentity identity, string returnUrl, HttpContext http)
    {
        switch (await signIn.FindOrCreateAsync(identity, ExternalEntry.NobodyAt(http), http.RequestAborted))
        {
            case ExternalResult.Accepted accepted:
                if (accepted.IsLinkedNow)
                    await notices.SayAsync(accepted.User.Email!, Notice.Linked(identity.Provider), http);
                return await EnterAsync(accepted.User, identity, returnUrl, http);
            case ExternalResult.Refused { Why: ExternalRefusal.NeedsLink }:
                return "/account/sign-in?external=link&returnUrl=%2Faccount%2Fproviders";
            case ExternalResult.Refused { Why: ExternalRefusal.Closed }:
                return "/account/sign-in?external=closed";
            case ExternalResult.Refused { Why: ExternalRefusal.NoEmail }:
                return "/account/sign-in?external=email";
            default:
                return "/account/sign-in?external=refused";
        }
    }

    private async Task<string> EnterAsync(AppUser user, ExternalIdentity identity, string returnUrl, HttpContext http)
    {
        if (step.IsNeeded(http, user))
        {
            step.Begin(http, user, identity.LoginProvider);
            return "/account/sign-in/code?returnUrl=" + Uri.EscapeDataString(returnUrl);
        }
        await http.SignInWithCookieAsync(user, sessions, devices, isProved: false, identity.LoginProvider);
        return returnUrl;
    }

    private async Task<string> LinkAsync(ExternalIdentity identity, HttpContext http)
    {
        var caller = CallerOfRequest.Of(http);
        if (!await proofs.IsFreshAsync(caller, http.RequestAborted))
            return "/account/prove?returnUrl=%2Faccount%2Fproviders";
        if (await links.AddAsync(caller, identity, http.RequestAborted) is not { } user)
            return "/account/providers?failed=true";
        await notices.SayAsync(user.Email!, Notice.Linked(identity.Provider), http);
        return "/account/providers?linked=true";
    }

    private async Task<string> ProveAsync(ExternalIdentity identity, bool isPresent, string returnUrl, HttpContext http)
    {
        var caller = CallerOfRequest.Of(http);
        var prove = "/account/prove?returnUrl=" + Uri.EscapeDataString(returnUrl);
        if (!await links.IsOwnAsync(caller, identity))
            return prove;
        if (!isPresent)
            return prove + "&external=unproved";
        await proofs.RenewAsync(caller, http.RequestAborted);
        return returnUrl;
    }
}
