using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Passwords;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Recovery;

/// <summary>What to mail to a mailbox whose password is forgotten. The form's answer is the same for all.</summary>
public abstract record ResetRequest
{
    /// <summary>A link to choose a new password.</summary>
    /// <param name="User">The account.</param>
    /// <param name="Token">For the link; valid for one hour, once.</param>
    public sealed record Link(AppUser User, string Token) : ResetRequest;

    /// <summary>That there is no account to reset.</summary>
    public sealed record NoAccount : ResetRequest;

    /// <summary>That the account has no password: an identity provider signs it in, and only that one decides who it is.</summary>
    /// <param name="User">The account.</param>
    public sealed record NoPassword(AppUser User) : ResetRequest;

    /// <summary>Nothing: the mailbox's limit of this hour is used up.</summary>
    public sealed record MailedEnough : ResetRequest;
}

/// <summary>Result of choosing a password.</summary>
public abstract record PasswordResult
{
    /// <summary>The password is set, and the other sessions are over.</summary>
    /// <param name="User">The account, to be told by mail.</param>
    /// <param name="Left">What signs in without it, as before.</param>
    public sealed record Changed(AppUser User, OtherWaysIn Left) : PasswordResult;

    /// <summary>The link is not ours, too old or used; or the current password is wrong.</summary>
    public sealed record Refused : PasswordResult;

    /// <summary>The network address has used up its attempts of this minute.</summary>
    /// <param name="RetrySeconds">Until it may try again.</param>
    public sealed record TooMany(int RetrySeconds) : PasswordResult;

    /// <summary>The new password is refused.</summary>
    /// <param name="Problems">A sentence each.</param>
    public sealed record Invalid(IReadOnlyList<string> Problems) : PasswordResult;
}

/// <summary>
/// Gives a person who forgot the password a new one, by way of the mailbox. API keys and feeds are revoked; second factor, passkeys
/// and links to providers stay: the result says which, since a thief of the old password may have added one.
/// </summary>
/// <param name="db">Has what stays.</param>
/// <param name="users">Makes and checks the link's token.</param>
/// <param name="change">Stores the password and ends all sessions.</param>
/// <param name="rate">Counts the mails to each mailbox.</param>
/// <param name="accounts">Whether passwords let anybody in.</param>
public sealed class PasswordReset(
    CreamPieDbContext db, UserManager<AppUser> users, SensitiveChange change, AccountMailRate rate, IOptions<AccountsOptions> accounts)
{
    /// <summary>What to mail to a mailbox; the address is not checked further.</summary>
    /// <param name="email">A valid mail address.</param>
    public async Task<ResetRequest> RequestAsync(string email)
    {
        if (!rate.CountMailbox(email))
            return new ResetRequest.MailedEnough();
        if (await users.FindByEmailAsync(email) is not { EmailConfirmed: true, DisabledAt: null } user)
            return new ResetRequest.NoAccount();
        return await MayHavePasswordAsync(user)
            ? new ResetRequest.Link(user, await users.GeneratePasswordResetTokenAsync(user))
            : new ResetRequest.NoPassword(user);
    }

    /// <summary>
    /// Sets the password, ends all sessions and revokes API keys and feeds. The link's token is tied to the security stamp, so it works
    /// once.
    /// </summary>
    /// <param name="userId">From the link.</param>
    /// <param name="token">From the link.</param>
    /// <param name="password">Checked by <see cref="PasswordPolicy"/>.</param>
    /// <param name="caller">Nobody, with the network address.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task<PasswordResult> ResetAsync(
        string userId, string token, string password, Caller caller, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(userId, out _)
            || await users.FindByIdAsync(userId) is not { EmailConfirmed: true, DisabledAt: null } user
            || !await MayHavePasswordAsync(user))
            return new PasswordResult.Refused();
        var owner = new Caller(user.Id, user.Email!, new HashSet<string>()) { Address = caller.Address };
        var reset = await change.RunAsync(
            owner, user, AuditAction.PasswordChange, "Reset by a link in a mail.", async () =>
            {
                var result = await users.ResetPasswordAsync(user, token, password);
                if (result.Succeeded)
                    await OtherWaysIn.RevokeOfProgramsAsync(db, user.Id, cancellationToken);
                return result;
            }, cancellationToken);
        if (!reset.Succeeded)
            return reset.Errors.Any(e => e.Code is "Password" or AccountManager.PasswordReused)
                ? new PasswordResult.Invalid([.. reset.Errors.Select(e => e.Description)])
                : new PasswordResult.Refused();
        return new PasswordResult.Changed(user, await OtherWaysIn.OfAsync(db, user.Id, cancellationToken));
    }

    /// <summary>A mailbox must not stand in for the identity provider of an account that never had a password.</summary>
    private async Task<bool> MayHavePasswordAsync(AppUser user) =>
        !accounts.Value.OnlyOidc && (user.PasswordHash is not null || (await users.GetLoginsAsync(user)).Count == 0);
}
