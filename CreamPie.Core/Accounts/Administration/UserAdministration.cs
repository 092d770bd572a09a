using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Accounts.OwnData;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Administration;

/// <summary>
/// What an admin does with other people's accounts. Each command is one transaction with its audit entry, and takes effect on
/// cookies, tokens and open pages of every node within five seconds. What is done to an admin, or makes one, or opens an account to
/// another person needs a recent proof by the caller: without, <see cref="ProofRequiredException"/>.
/// </summary>
/// <param name="contexts">Of the database with the users.</param>
/// <param name="sessions">Forgets what this process knows of ended sessions.</param>
/// <param name="lastAdmin">Is kept.</param>
/// <param name="proofs">A caller who gives the Admin role, or takes it, needs a recent proof.</param>
/// <param name="audit">Gets an entry for each command that changes an account.</param>
/// <param name="accounts">Whether there are passwords.</param>
/// <param name="time">Dates what is disabled and ended.</param>
public sealed class UserAdministration(
    IDbContextFactory<CreamPieDbContext> contexts, Sessions sessions, LastAdmin lastAdmin, Proofs proofs, AuditTrail audit,
    IOptions<AccountsOptions> accounts, TimeProvider time)
{
    private const int MostAttempts = 5;

    /// <summary>Disables a user: all sessions end, and every sign-in is refused until an admin enables the user again.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="userId">Key of the user.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public Task<UserChange> DisableAsync(Caller caller, string userId, CancellationToken cancellationToken) =>
        ChangeAsync(caller, userId, Proof.OfAdmins, AuditAction.AccountAccess, async (db, user) =>
        {
            if (user.DisabledAt is not null)
                return UserChange.Unchanged;
            if (await lastAdmin.IsAsync(db, user.Id, cancellationToken))
                return UserChange.LastAdmin;
            user.DisabledAt = time.Now();
            await Invitations.WithdrawOfAsync(db, user.Id, time.Now(), cancellationToken);
            await EndSessionsAsync(db, user, cancellationToken);
            return UserChange.Done;
        }, "Disabled.", cancellationToken);

    /// <summary>Enables a disabled user, whose sessions stay ended.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="userId">Key of the user.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public Task<UserChange> EnableAsync(Caller caller, string userId, CancellationToken cancellationToken) =>
        ChangeAsync(caller, userId, Proof.OfAdmins, AuditAction.AccountAccess, (_, user) =>
        {
            var change = user.DisabledAt is null ? UserChange.Unchanged : UserChange.Done;
            user.DisabledAt = null;
            return Task.FromResult(change);
        }, "Enabled.", cancellationToken);

    /// <summary>Gives a user exactly this role. Open pages and tokens have it within five seconds.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="userId">Key of the user.</param>
    /// <param name="role">One of <see cref="Roles"/>; null for none.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="ArgumentException">There is no such role.</exception>
    public Task<UserChange> SetRoleAsync(Caller caller, string userId, string? role, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (role is not (null or Roles.Admin or Roles.Analyst))
            throw new ArgumentException($"The role must be {Roles.Admin} or {Roles.Analyst}.", nameof(role));
        return ChangeAsync(caller, userId, role == Roles.Admin ? Proof.Always : Proof.OfAdmins, AuditAction.RoleChange, async (db, user) =>
        {
            var held = await db.UserRoles.Where(r => r.UserId == user.Id).ToListAsync(cancellationToken);
            var wanted = role is null ? null : await db.Roles.SingleAsync(r => r.Name == role, cancellationToken);
            if (held.Count == (wanted is null ? 0 : 1) && held.TrueForAll(h => h.RoleId == wanted?.Id))
                return UserChange.Unchanged;
            if (role != Roles.Admin && await lastAdmin.IsAsync(db, user.Id, cancellationToken))
                return UserChange.LastAdmin;
            if (role != Roles.Admin)
                await Invitations.WithdrawOfAsync(db, user.Id, time.Now(), cancellationToken);
            db.UserRoles.RemoveRange(held.Where(h => h.RoleId != wanted?.Id));
            if (wanted is not null && held.TrueForAll(h => h.RoleId != wanted.Id))
                db.UserRoles.Add(new IdentityUserRole<string> { UserId = user.Id, RoleId = wanted.Id });
            // Sessions follow the role; a sign-in that has begun begins anew.
            user.SecurityStamp = NewStamp();
            return UserChange.Done;
        }, role is null ? "No role." : $"{role}.", cancellationToken);
    }

    /// <summary>Ends one session of a user, or all of them.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="userId">Key of the user.</param>
    /// <param name="session">The one to end; null for all.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public Task<UserChange> EndSessionsAsync(Caller caller, string userId, Guid? session, CancellationToken cancellationToken) =>
        ChangeAsync(caller, userId, Proof.Never, AuditAction.SessionEnd, async (db, user) =>
            await EndSessionsAsync(db, user, cancellationToken, session) == 0 ? UserChange.Unchanged : UserChange.Done,
            session is null ? "All sessions." : "One session.", cancellationToken);

    /// <summary>
    /// Ends all sessions; the next one can do nothing until its user sets a new password. The host mails the user.
    /// </summary>
    /// <param name="caller">An admin.</param>
    /// <param name="userId">Key of the user.</param>
    /// <param name="allWaysIn">Also removes passkeys, links to providers, API keys and feeds, which need no new password.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public Task<UserChange> RequireNewPasswordAsync(Caller caller, string userId, bool allWaysIn, CancellationToken cancellationToken) =>
        ChangeAsync(caller, userId, Proof.Always, AuditAction.PasswordChange, async (db, user) =>
        {
            if (accounts.Value.OnlyOidc)
                return UserChange.PasswordsOff;
            if (user.PasswordHash is null)
                return UserChange.NoPassword;
            var removed = allWaysIn ? await OtherWaysIn.RemoveAsync(db, user.Id, all: true, cancellationToken) : 0;
            if (user.MustChangePassword && removed == 0)
                return UserChange.Unchanged;
            user.MustChangePassword = true;
            await EndSessionsAsync(db, user, cancellationToken);
            return UserChange.Done;
        }, "A new password is required" + (allWaysIn ? "; passkeys, linked accounts, API keys and feeds removed." : "."),
            cancellationToken);

    /// <summary>Removes authenticator app, recovery codes and passkeys of a user who has lost them, and ends all sessions.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="userId">Key of the user.</param>
    /// <param name="allWaysIn">Also removes links to providers, API keys and feeds, which need none of them.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public Task<UserChange> ResetSecondFactorAsync(Caller caller, string userId, bool allWaysIn, CancellationToken cancellationToken) =>
        ChangeAsync(caller, userId, Proof.Always, AuditAction.FactorChange, async (db, user) =>
        {
            if (allWaysIn && await lastAdmin.NeedsLinkAsync(db, user.Id, cancellationToken))
                return UserChange.LastAdmin;
            var hadCode = user.TwoFactorEnabled;
            if (await FactorRemoval.AllOfAsync(db, user, allWaysIn, cancellationToken) == 0 && !hadCode)
                return UserChange.Unchanged;
            await EndSessionsAsync(db, user, cancellationToken);
            return UserChange.Done;
        }, allWaysIn
            ? "Second factor, passkeys, linked accounts, API keys and feeds removed."
            : "Second factor and passkeys reset.", cancellationToken);

    /// <summary>Deletes a user with everything that is the user's own. What the audit says of the user stays.</summary>
    /// <param name="caller">An admin.</param>
    /// <param name="userId">Key of the user.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public Task<UserChange> DeleteAsync(Caller caller, string userId, CancellationToken cancellationToken) =>
        ChangeAsync(caller, userId, Proof.OfAdmins, AuditAction.AccountDeletion, async (db, user) =>
        {
            if (await lastAdmin.IsAsync(db, user.Id, cancellationToken))
                return UserChange.LastAdmin;
            await Invitations.WithdrawOfAsync(db, user.Id, time.Now(), cancellationToken);
            await AccountDeletion.DeleteTracesAsync(db, user, cancellationToken);
            db.Users.Remove(user);
            return UserChange.Done;
        }, "Deleted.", cancellationToken);

    private async Task<UserChange> ChangeAsync(
        Caller caller, string userId, Proof proof, AuditAction action, Func<CreamPieDbContext, AppUser, Task<UserChange>> change,
        string detail, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ChangeOnceAsync(caller, userId, proof, action, change, detail, cancellationToken);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts)
            {
                // The user changed the account at the same time.
            }
        }
    }

    private async Task<UserChange> ChangeOnceAsync(
        Caller caller, string userId, Proof proof, AuditAction action, Func<CreamPieDbContext, AppUser, Task<UserChange>> change,
        string detail, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellationToken) is not { } user)
            return UserChange.NoUser;
        if (proof == Proof.Always || (proof == Proof.OfAdmins && await IsAdminAsync(db, userId, cancellationToken)))
            await proofs.RequireAsync(db, caller, cancellationToken);
        var (name, done) = (user.Email, await change(db, user));
        if (done is UserChange.Unchanged or UserChange.NoPassword or UserChange.PasswordsOff)
            return done;
        if (done is UserChange.LastAdmin)
            audit.Add(db, caller, action, name, AuditOutcome.Refused, $"{detail} Refused: the last admin.");
        else
            audit.Add(db, caller, action, name, detail: detail);
        // A request that read the account before must not write it back.
        if (done is UserChange.Done)
            user.ConcurrencyStamp = NewStamp();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        sessions.Forget(userId);
        return done;
    }

    private async Task<int> EndSessionsAsync(
        CreamPieDbContext db, AppUser user, CancellationToken cancellationToken, Guid? only = null)
    {
        if (only is null)
        {
            // Written first, which locks the row: a session that starts meanwhile is seen below, or sees this and is refused. Links in
            // mails and browsers that skip the second step are void, too.
            (user.SecurityStamp, user.ConcurrencyStamp) = (NewStamp(), NewStamp());
            await db.SaveChangesAsync(cancellationToken);
        }
        DateTime? now = time.Now();
        return await db.UserSessions
            .Where(s => s.UserId == user.Id && s.RevokedAt == null && (only == null || s.Id == only))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
    }

    private static Task<bool> IsAdminAsync(CreamPieDbContext db, string userId, CancellationToken cancellationToken) => db.UserRoles
        .AnyAsync(ur => ur.UserId == userId && db.Roles.Any(r => r.Id == ur.RoleId && r.Name == Roles.Admin), cancellationToken);

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    /// <summary>When the caller must have proved who they are.</summary>
    private enum Proof
    {
        Never,
        OfAdmins,
        Always,
    }
}
