using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.External;

/// <summary>
/// A role that the provider gives or takes follows at the next sign-in there, and ends the sessions of the one before. Without a
/// configured claim, roles are the admins'. The last admin stays one.
/// </summary>
/// <param name="db">In the caller's transaction.</param>
/// <param name="users">Stores the roles.</param>
/// <param name="accounts">Closes the set-up page behind a first admin.</param>
/// <param name="sessions">Ends the sessions.</param>
/// <param name="lastAdmin">Is kept.</param>
/// <param name="audit">Gets an entry for a change, and for one that is refused.</param>
/// <param name="time">Dates what is withdrawn.</param>
public sealed class ProviderRoles(
    CreamPieDbContext db, UserManager<AppUser> users, ProviderAccounts accounts, Sessions sessions, LastAdmin lastAdmin,
    AuditTrail audit, TimeProvider time)
{
    /// <summary>Makes the account's role the provider's.</summary>
    /// <param name="user">The account.</param>
    /// <param name="identity">With the role.</param>
    /// <param name="owner">The account's person, with the network address.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task FollowAsync(AppUser user, ExternalIdentity identity, Caller owner, CancellationToken cancellationToken)
    {
        if (identity.Role is not { } given)
            return;
        // Also of the last admin, who keeps the role: keys and feeds of somebody whom the provider lets in no more end with the sessions.
        if (given.Name is null)
        {
            await db.Users.Where(u => u.Id == user.Id)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.ProviderSeenAt, (DateTime?)null), cancellationToken);
        }
        var has = await users.GetRolesAsync(user);
        if (given.Name is null ? has.Count == 0 : has.Count == 1 && has[0] == given.Name)
            return;
        var detail = $"{given.Name ?? "No role"}, as {identity.Provider} says.";
        if (given.Name != Roles.Admin && has.Contains(Roles.Admin) && await lastAdmin.IsAsync(db, user.Id, cancellationToken))
        {
            audit.Add(db, owner, AuditAction.RoleChange, user.Email, AuditOutcome.Refused, $"{detail} Refused: the last admin.");
            // The account stays the installation's, but whom the provider lets in no more stays in no longer.
            if (given.Name is null)
                await EndSessionsAsync(user, cancellationToken);
            return;
        }
        await users.RemoveFromRolesAsync(user, has);
        if (given.Name is { } role)
            await users.AddToRoleAsync(user, role);
        if (given.Name == Roles.Admin)
            await accounts.CloseSetupAsync(cancellationToken);
        else
            await Invitations.WithdrawOfAsync(db, user.Id, time.Now(), cancellationToken);
        await EndSessionsAsync(user, cancellationToken);
        audit.Add(db, owner, AuditAction.RoleChange, user.Email, detail: detail);
    }

    private async Task EndSessionsAsync(AppUser user, CancellationToken cancellationToken)
    {
        // First the stamp, which locks the row: a session that starts meanwhile ends too, or is refused.
        await users.UpdateSecurityStampAsync(user);
        await sessions.RevokeAllAsync(db, user.Id, except: null, cancellationToken);
    }
}
