using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Profile;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.OwnData;

/// <summary>
/// Deletes one's own account with everything that belongs to it: sessions, factors, preferences, links to providers, keys and feeds.
/// What others see of it loses the name; entries of the audit stay until their time.
/// </summary>
/// <param name="db">One transaction covers all of it.</param>
/// <param name="users">Deletes the account.</param>
/// <param name="proof">Checks the password.</param>
/// <param name="change">Finds the account.</param>
/// <param name="sessions">Forgets the sessions, which are deleted with the account.</param>
/// <param name="audit">Gets the last entry.</param>
/// <param name="lastAdmin">Is kept.</param>
/// <param name="accounts">Whether a password counts as proof.</param>
public sealed class AccountDeletion(
    CreamPieDbContext db, UserManager<AppUser> users, PasswordProof proof, SensitiveChange change, Sessions sessions, AuditTrail audit,
    LastAdmin lastAdmin, IOptions<AccountsOptions> accounts)
{
    /// <summary>Deletes the caller's account.</summary>
    /// <param name="caller">Who must be signed in; an account without a password needs a recent proof.</param>
    /// <param name="visitor">Who tries the password.</param>
    /// <param name="password">As typed; not used for an account without one.</param>
    /// <param name="typedEmail">Must be the account's address.</param>
    /// <param name="cancellationToken">Ends it with nothing deleted.</param>
    /// <returns>A sentence about why not; null if it is deleted.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in; or there is no password, and no recent proof.</exception>
    public async Task<string?> DeleteAsync(
        Caller caller, Visitor visitor, string password, string typedEmail, CancellationToken cancellationToken)
    {
        var user = await change.UserAsync(caller);
        if (!EmailText.IsAddress(typedEmail.Trim()) || users.NormalizeEmail(typedEmail.Trim()) != user.NormalizedEmail)
            return "Type the e-mail address of this account to confirm.";
        if (user.PasswordHash is null || accounts.Value.OnlyOidc)
            user = await change.ProvedUserAsync(caller, cancellationToken);
        else if (await proof.CheckAsync(user, password, visitor, cancellationToken) is not SignInResult.Accepted)
            return PasswordProof.RefusedText;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await lastAdmin.IsAsync(db, user.Id, cancellationToken))
            return "You are the only admin. Make somebody else an admin first.";
        await DeleteTracesAsync(db, user, cancellationToken);
        audit.Add(db, caller, AuditAction.AccountDeletion, user.Email, detail: "Deleted by its owner.");
        if (!(await users.DeleteAsync(user)).Succeeded)
            return "Your account was just changed elsewhere. Try again.";
        await transaction.CommitAsync(cancellationToken);
        sessions.Forget(user.Id);
        return null;
    }

    /// <summary>What no foreign key deletes with the account; for an admin who deletes it, too.</summary>
    internal static async Task DeleteTracesAsync(CreamPieDbContext db, AppUser user, CancellationToken cancellationToken)
    {
        var invitations = await Invitations.OfMailboxAsync(db.Invitations, user.NormalizedEmail, cancellationToken);
        await invitations.ExecuteDeleteAsync(cancellationToken);
        await db.TrackingCounts.Where(c => c.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
    }
}
