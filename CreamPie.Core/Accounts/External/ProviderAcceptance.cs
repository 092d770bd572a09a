using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.External;

/// <summary>
/// Accepts an invitation by signing in at an identity provider, whatever address that tells: the link proves the mailbox. A link that the
/// operator made for an account connects the account.
/// </summary>
/// <param name="db">One transaction covers invitation, account and link.</param>
/// <param name="users">Stores the account.</param>
/// <param name="accounts">Creates and links it.</param>
/// <param name="roles">Follow the provider.</param>
/// <param name="sessions">Ends those of an account that is linked.</param>
/// <param name="audit">Gets an entry.</param>
/// <param name="time">Decides what has expired.</param>
public sealed class ProviderAcceptance(
    CreamPieDbContext db, UserManager<AppUser> users, ProviderAccounts accounts, ProviderRoles roles, Sessions sessions,
    AuditTrail audit, TimeProvider time)
{
    /// <summary>Creates or links the account. Of concurrent attempts with one link, one wins.</summary>
    /// <param name="token">From the link; need not be well-formed.</param>
    /// <param name="identity">As the provider told it.</param>
    /// <param name="caller">Nobody, with the network address.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task<AcceptResult> AcceptAsync(
        string? token, ExternalIdentity identity, Caller caller, CancellationToken cancellationToken)
    {
        if (RowToken.Read(token) is not var (id, hash))
            return new AcceptResult.NoInvitation();
        if (identity.Role is { Name: null })
            return new AcceptResult.Invalid([$"Roles follow {identity.Provider} here, and it gives you none."]);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.Now();
        var open = InvitationAcceptance.Open(db, now, id, hash);
        if (await open.ExecuteUpdateAsync(i => i.SetProperty(x => x.AcceptedAt, (DateTime?)now), cancellationToken) == 0)
            return new AcceptResult.NoInvitation();
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == id, cancellationToken);
        var result = invitation.AccountId is { } account
            ? await LinkAsync(account, identity, caller, cancellationToken)
            : await CreateAsync(invitation, identity, caller, cancellationToken);
        if (result is AcceptResult.Accepted)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return result;
    }

    private async Task<AcceptResult> LinkAsync(
        string account, ExternalIdentity identity, Caller caller, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(account) is not { DisabledAt: null } user)
            return new AcceptResult.NoInvitation();
        var linked = await accounts.LinkAsync(user, identity);
        if (linked.Succeeded)
        {
            // Whoever could open a session before has to come in by the provider now.
            user.EmailConfirmed = true;
            linked = await users.UpdateSecurityStampAsync(user);
        }
        if (!linked.Succeeded)
            return new AcceptResult.Invalid([.. linked.Errors.Select(e => e.Description)]);
        var owner = new Caller(user.Id, user.Email!, new HashSet<string>()) { Address = caller.Address };
        await sessions.RevokeAllAsync(db, user.Id, except: null, cancellationToken);
        audit.Add(db, owner, AuditAction.FactorChange, user.Email, detail: $"Linked to {identity.Provider} by the operator's link.");
        await roles.FollowAsync(user, identity, owner, cancellationToken);
        return new AcceptResult.Accepted(user);
    }

    private async Task<AcceptResult> CreateAsync(
        Invitation invitation, ExternalIdentity identity, Caller caller, CancellationToken cancellationToken)
    {
        if (!await UnconfirmedAccount.MakesWayAsync(users, invitation.Email))
            return new AcceptResult.HasAccount();
        var role = identity.Role?.Name ?? invitation.Role;
        var (user, created) = await accounts.CreateAsync(identity, invitation.Email, role, cancellationToken);
        if (!created.Succeeded)
            return new AcceptResult.Invalid([.. created.Errors.Select(e => e.Description)]);
        audit.Add(
            db, new Caller(user.Id, invitation.Email, new HashSet<string>()) { Address = caller.Address }, AuditAction.AccountCreation,
            user.Email, detail: $"Invitation accepted by {identity.Provider}; {role}.");
        return new AcceptResult.Accepted(user);
    }
}
