using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Accounts.Profile;

/// <summary>What to mail to a mailbox that shall become an account's.</summary>
public abstract record EmailChangeRequest
{
    /// <summary>A link that makes it so.</summary>
    /// <param name="User">The account, with its present address.</param>
    /// <param name="Token">For the link; valid for one hour, once.</param>
    public sealed record Link(AppUser User, string Token) : EmailChangeRequest;

    /// <summary>That it has an account already.</summary>
    public sealed record HasAccount : EmailChangeRequest;

    /// <summary>Nothing: the mailbox's limit of this hour is used up.</summary>
    public sealed record MailedEnough : EmailChangeRequest;

    /// <summary>Nothing: the address is refused.</summary>
    /// <param name="Problem">A sentence for the form.</param>
    public sealed record Invalid(string Problem) : EmailChangeRequest;
}

/// <summary>Moves an account to another mailbox, once a link in a mail there is opened.</summary>
/// <param name="users">Makes and checks the link's token.</param>
/// <param name="change">Stores the address with its consequences.</param>
/// <param name="rate">Counts the mails to each mailbox.</param>
public sealed class EmailChange(UserManager<AppUser> users, SensitiveChange change, AccountMailRate rate)
{
    /// <summary>What to mail to the new mailbox.</summary>
    /// <param name="caller">Who must have proved who they are.</param>
    /// <param name="email">As typed.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the proof is too old.</exception>
    public async Task<EmailChangeRequest> RequestAsync(Caller caller, string email, CancellationToken cancellationToken)
    {
        var user = await change.ProvedUserAsync(caller, cancellationToken);
        if (!EmailText.IsAddress(email))
            return new EmailChangeRequest.Invalid(EmailText.InvalidText);
        if (users.NormalizeEmail(email) == user.NormalizedEmail)
            return new EmailChangeRequest.Invalid("This is your address already.");
        if (!rate.CountMailbox(email))
            return new EmailChangeRequest.MailedEnough();
        return await users.FindByEmailAsync(email) is { EmailConfirmed: true } or { DisabledAt: not null }
            ? new EmailChangeRequest.HasAccount()
            : new EmailChangeRequest.Link(user, await users.GenerateChangeEmailTokenAsync(user, email));
    }

    /// <summary>Makes the change.</summary>
    /// <param name="userId">From the link.</param>
    /// <param name="email">From the link; the token is for this address only.</param>
    /// <param name="token">From the link.</param>
    /// <param name="caller">Must be the account itself; its session is kept.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>
    /// The account and its address before; null if the link is not the caller's, too old or used, or the address is taken by now.
    /// </returns>
    public async Task<(AppUser User, string Before)?> ConfirmAsync(
        string userId, string email, string token, Caller caller, CancellationToken cancellationToken)
    {
        // The link proves the mailbox, the session the account: a mistyped address must not give the account away.
        if (caller.Id != userId || caller.Session is null
            || await users.FindByIdAsync(userId) is not { EmailConfirmed: true, DisabledAt: null } user
            || !await users.VerifyUserTokenAsync(
                user, users.Options.Tokens.ChangeEmailTokenProvider, UserManager<AppUser>.GetChangeEmailTokenPurpose(email), token))
            return null;
        var before = user.Email!;
        var owner = new Caller(user.Id, before, new HashSet<string>())
        {
            Address = caller.Address,
            Session = caller.Session,
        };
        var changed = await change.RunAsync(
            owner, user, AuditAction.AccountChange, $"Address changed from {before} to {email}.",
            async () =>
            {
                await UnconfirmedAccount.MakesWayAsync(users, email);
                var moved = await users.ChangeEmailAsync(user, email, token);
                return moved.Succeeded ? await users.SetUserNameAsync(user, email) : moved;
            },
            cancellationToken);
        return changed.Succeeded ? (user, before) : null;
    }
}
