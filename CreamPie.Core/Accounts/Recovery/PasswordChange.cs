using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Passwords;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Recovery;

/// <summary>Changes one's own password; other sessions end.</summary>
/// <param name="db">Has the other ways in.</param>
/// <param name="users">Stores it.</param>
/// <param name="proof">Checks the current one.</param>
/// <param name="change">Stores it with its consequences.</param>
/// <param name="audit">Gets an entry for a wrong current password, too.</param>
/// <param name="accounts">Whether passwords let anybody in.</param>
public sealed class PasswordChange(
    CreamPieDbContext db, UserManager<AppUser> users, PasswordProof proof, SensitiveChange change, AuditTrail audit,
    IOptions<AccountsOptions> accounts)
{
    /// <summary>Changes it. The current password is proof enough; an account without one needs a recent proof of another kind.</summary>
    /// <param name="caller">Who must be signed in.</param>
    /// <param name="visitor">Who tries the current password.</param>
    /// <param name="current">As typed; not used for an account without a password.</param>
    /// <param name="next">Checked by <see cref="PasswordPolicy"/>.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in; or there is no password, and no recent proof.</exception>
    public async Task<PasswordResult> ChangeAsync(
        Caller caller, Visitor visitor, string current, string next, CancellationToken cancellationToken)
    {
        var user = await change.UserAsync(caller);
        if (accounts.Value.OnlyOidc)
            return new PasswordResult.Invalid([AccountsOptions.OnlyOidcText]);
        if (user.PasswordHash is null)
            user = await change.ProvedUserAsync(caller, cancellationToken);
        else
        {
            switch (await proof.CheckAsync(user, current, visitor, cancellationToken))
            {
                case SignInResult.TooMany tooMany:
                    return new PasswordResult.TooMany(tooMany.RetrySeconds);
                case SignInResult.Refused:
                    await audit.WriteAsync(
                        caller, AuditAction.PasswordChange, user.Email, AuditOutcome.Refused, "The current password was wrong.",
                        CancellationToken.None);
                    return new PasswordResult.Refused();
            }
        }
        var changed = await change.RunAsync(
            caller, user, AuditAction.PasswordChange, "Changed by its owner.",
            () => user.PasswordHash is null ? users.AddPasswordAsync(user, next) : users.ChangePasswordAsync(user, current, next),
            cancellationToken);
        return changed.Succeeded
            ? new PasswordResult.Changed(user, await OtherWaysIn.OfAsync(db, user.Id, cancellationToken))
            : new PasswordResult.Invalid([.. changed.Errors.Select(e => e.Description)]);
    }
}
