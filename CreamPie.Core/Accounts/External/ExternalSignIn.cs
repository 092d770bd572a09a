using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Profile;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.External;

/// <summary>
/// Finds or creates the account of a person who signed in at a provider, by issuer and subject and not by the address: a person who may
/// choose an address at a provider must not get its account here. The one exception is a house that signs in at its provider only and
/// vouches for the addresses there: an account from before that has no link gets one, or its owner would be locked out.
/// </summary>
/// <param name="db">One transaction covers account, link and role.</param>
/// <param name="users">Stores them.</param>
/// <param name="accounts">Finds and creates those that are linked.</param>
/// <param name="roles">Follow the provider.</param>
/// <param name="audit">Gets an entry for a new account or link, and for each refusal.</param>
/// <param name="options">Whether newcomers are let in, and addresses count.</param>
public sealed class ExternalSignIn(
    CreamPieDbContext db, UserManager<AppUser> users, ProviderAccounts accounts, ProviderRoles roles, AuditTrail audit,
    IOptions<AccountsOptions> options)
{
    /// <summary>The account to sign in to.</summary>
    /// <param name="identity">As the provider told it.</param>
    /// <param name="caller">Nobody, with the network address.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task<ExternalResult> FindOrCreateAsync(ExternalIdentity identity, Caller caller, CancellationToken cancellationToken)
    {
        var known = await accounts.FindAsync(identity);
        ExternalResult result;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            result = known is null
                ? await NewcomerAsync(identity, caller, cancellationToken)
                : await KnownAsync(known, identity, caller, cancellationToken);
            if (result is not ExternalResult.Refused { Why: ExternalRefusal.Failed })
            {
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
        }
        if (result is ExternalResult.Refused refused)
        {
            await audit.WriteAsync(
                known is null ? caller : Owner(known, caller), AuditAction.SignIn, known?.Email ?? identity.Email, AuditOutcome.Refused,
                $"{identity.Provider}. {WhyOf(refused.Why)}", CancellationToken.None);
        }
        return result;
    }

    private async Task<ExternalResult> KnownAsync(
        AppUser known, ExternalIdentity identity, Caller caller, CancellationToken cancellationToken)
    {
        if (known.DisabledAt is not null)
            return new ExternalResult.Refused(ExternalRefusal.Disabled);
        await roles.FollowAsync(known, identity, Owner(known, caller), cancellationToken);
        return identity.Role is { Name: null }
            ? new ExternalResult.Refused(ExternalRefusal.NoRole)
            : new ExternalResult.Accepted(known);
    }

    private async Task<ExternalResult> NewcomerAsync(ExternalIdentity identity, Caller caller, CancellationToken cancellationToken)
    {
        if (identity.Role is { Name: null })
            return new ExternalResult.Refused(ExternalRefusal.NoRole);
        if (identity.Email is not { } email || !EmailText.IsAddress(email))
            return new ExternalResult.Refused(ExternalRefusal.NoEmail);
        var namesake = await users.FindByEmailAsync(email);
        if (namesake is { DisabledAt: not null })
            return new ExternalResult.Refused(ExternalRefusal.Disabled);
        if (namesake is { EmailConfirmed: true })
            return await LinkByAddressAsync(namesake, identity, caller, cancellationToken);
        // A claim that gives roles is the house's own list of who may come in.
        if (options.Value.Registration != RegistrationMode.Open && identity.Role is null)
            return new ExternalResult.Refused(ExternalRefusal.Closed);
        if (!await UnconfirmedAccount.MakesWayAsync(users, email))
            return new ExternalResult.Refused(ExternalRefusal.NeedsLink);
        var role = identity.Role?.Name ?? Roles.Analyst;
        var (user, created) = await accounts.CreateAsync(identity, email, role, cancellationToken);
        if (!created.Succeeded)
            return new ExternalResult.Refused(ExternalRefusal.Failed);
        audit.Add(
            db, Owner(user, caller), AuditAction.AccountCreation, email,
            detail: $"Signed in at {identity.Provider} for the first time; {role}.");
        return new ExternalResult.Accepted(user);
    }

    private async Task<ExternalResult> LinkByAddressAsync(
        AppUser user, ExternalIdentity identity, Caller caller, CancellationToken cancellationToken)
    {
        // Somebody else at the provider who got the address later is not its owner.
        if (!options.Value.OnlyOidc || !identity.IsEmailTrusted || (await users.GetLoginsAsync(user)).Count > 0)
            return new ExternalResult.Refused(ExternalRefusal.NeedsLink);
        if (!(await accounts.LinkAsync(user, identity)).Succeeded)
            return new ExternalResult.Refused(ExternalRefusal.Failed);
        audit.Add(
            db, Owner(user, caller), AuditAction.FactorChange, user.Email,
            detail: $"Linked to {identity.Provider} by its address, at the first sign-in there.");
        await roles.FollowAsync(user, identity, Owner(user, caller), cancellationToken);
        return new ExternalResult.Accepted(user, IsLinkedNow: true);
    }

    private static string WhyOf(ExternalRefusal why) => why switch
    {
        ExternalRefusal.NoRole => "It gives no role.",
        ExternalRefusal.Disabled => "The account is disabled.",
        ExternalRefusal.NeedsLink => "The address has an account that is not linked.",
        ExternalRefusal.NoEmail => "It tells no verified address.",
        ExternalRefusal.Closed => "Registration is not open.",
        _ => "The account could not be stored.",
    };

    private static Caller Owner(AppUser user, Caller caller) =>
        new(user.Id, user.Email ?? "", new HashSet<string>()) { Address = caller.Address };
}
