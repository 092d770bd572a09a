using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Accounts.Proving;

/// <summary>
/// A change of how a user signs in. It is stored with its audit entry and the end of the user's other sessions, or not at all;
/// links in mails, browsers that skip the second step and sign-ins that have begun count no more.
/// </summary>
/// <param name="db">One transaction covers all of it.</param>
/// <param name="users">Finds the account.</param>
/// <param name="sessions">Ends the other sessions.</param>
/// <param name="proofs">Checks that the person proved who they are.</param>
/// <param name="audit">Gets an entry.</param>
public sealed class SensitiveChange(
    CreamPieDbContext db, UserManager<AppUser> users, Sessions sessions, Proofs proofs, AuditTrail audit)
{
    /// <summary>The caller's account.</summary>
    /// <param name="caller">Who must be signed in.</param>
    /// <exception cref="AccessDeniedException">Nobody is.</exception>
    public async Task<AppUser> UserAsync(Caller caller) =>
        (caller.Id.Length == 0 ? null : await users.FindByIdAsync(caller.Id)) ?? throw new AccessDeniedException("Sign in first.");

    /// <summary>The caller's account, after a recent proof.</summary>
    /// <param name="caller">Who must be signed in.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="AccessDeniedException">Nobody is, or the proof is too old.</exception>
    public async Task<AppUser> ProvedUserAsync(Caller caller, CancellationToken cancellationToken)
    {
        await proofs.RequireAsync(caller, cancellationToken);
        return await UserAsync(caller);
    }

    /// <summary>Makes the change.</summary>
    /// <param name="caller">Who changes it; the caller's own session is kept.</param>
    /// <param name="user">Whose account is changed.</param>
    /// <param name="action">What the audit calls it.</param>
    /// <param name="detail">The audit's sentence.</param>
    /// <param name="change">Changes the account; what it returns decides.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task<IdentityResult> RunAsync(
        Caller caller, AppUser user, AuditAction action, string detail, Func<Task<IdentityResult>> change,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await change();
        if (result.Succeeded)
            result = await users.UpdateSecurityStampAsync(user);
        if (!result.Succeeded)
            return result;
        await sessions.RevokeAllAsync(db, user.Id, except: caller.Session, cancellationToken);
        audit.Add(db, caller, action, user.Email, detail: detail);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        sessions.Forget(user.Id);
        return result;
    }
}
