using CreamPie.Core.Accounts;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Factors;

/// <summary>What browser and server say to each other about a passkey; what must match is kept in a sealed cookie in between.</summary>
internal sealed class PasskeyCeremony(
    IPasskeyHandler<AppUser> passkeys, UserManager<AppUser> users, SealedCookies cookies, IOptions<AccountsOptions> accounts)
{
    private const string Adding = "passkey-new";
    private const string Asking = "passkey";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>JSON for navigator.credentials.create.</summary>
    public async Task<string> BeginAddingAsync(HttpContext context, AppUser user)
    {
        var entity = new PasskeyUserEntity { Id = user.Id, Name = user.Email ?? "", DisplayName = user.DisplayName ?? user.Email ?? "" };
        var options = await passkeys.MakeCreationOptionsAsync(entity, context);
        cookies.Write(context, Adding, options.AttestationState ?? "", Patience);
        return options.CreationOptionsJson;
    }

    /// <summary>The passkey that the browser made; null if it is not for this user, or not what was asked for.</summary>
    public async Task<UserPasskeyInfo?> EndAddingAsync(HttpContext context, string credential, string userId)
    {
        var state = cookies.Read(context, Adding);
        cookies.Delete(context, Adding);
        if (string.IsNullOrEmpty(credential) || string.IsNullOrEmpty(state))
            return null;
        var made = await passkeys.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state });
        return made.Succeeded && made.UserEntity.Id == userId ? made.Passkey : null;
    }

    /// <summary>JSON for navigator.credentials.get; whoever has a passkey for this server may answer.</summary>
    public async Task<string> BeginAskingAsync(HttpContext context)
    {
        var options = await passkeys.MakeRequestOptionsAsync(null, context);
        cookies.Write(context, Asking, options.AssertionState ?? "", Patience);
        return options.RequestOptionsJson;
    }

    /// <summary>Whose passkey it is; null if it proves nobody who may sign in.</summary>
    public async Task<AppUser?> EndAskingAsync(HttpContext context, string credential)
    {
        var state = cookies.Read(context, Asking);
        cookies.Delete(context, Asking);
        if (accounts.Value.OnlyOidc || string.IsNullOrEmpty(credential) || string.IsNullOrEmpty(state))
            return null;
        var answer = await passkeys.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = state });
        if (!answer.Succeeded || answer.User is not { EmailConfirmed: true, DisabledAt: null } user)
            return null;
        // Its counter, which shows a copied passkey.
        return (await users.AddOrUpdatePasskeyAsync(user, answer.Passkey)).Succeeded ? user : null;
    }
}
