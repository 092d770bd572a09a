using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Accounts;

/// <summary>From an e-mail address and a password to an analyst, by way of the mailbox. No answer tells who is known here.</summary>
/// <param name="db">Where unconfirmed accounts wait.</param>
/// <param name="users">Stores and confirms them.</param>
/// <param name="hasher">Hashes the password of known and unknown addresses alike.</param>
/// <param name="rate">Counts the mails to each mailbox.</param>
/// <param name="failures">Counts the passwords that are tried with one link.</param>
/// <param name="time">Dates accounts, and says which are abandoned.</param>
/// <param name="log">Keeps a line for each confirmation.</param>
public sealed partial class Registration(
    CreamPieDbContext db,
    UserManager<AppUser> users,
    IPasswordHasher<AppUser> hasher,
    AccountMailRate rate,
    SignInFailures failures,
    TimeProvider time,
    ILogger<Registration> log)
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(30);

    /// <summary>Keeps a registration until its mailbox confirms it. An earlier one for the same mailbox is replaced.</summary>
    /// <param name="email">An address that a mail can be sent to.</param>
    /// <param name="password">Checked by <see cref="PasswordPolicy"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RegistrationResult> RegisterAsync(string email, string password, CancellationToken cancellationToken)
    {
        if (PasswordPolicy.Problem(password, email) is { } problem)
            return new RegistrationResult.Invalid(problem);
        if (!rate.CountMailbox(users.NormalizeEmail(email)))
            return new RegistrationResult.MailedEnough();
        await ForgetAbandonedAsync(cancellationToken);
        // Hashed once whoever it is, so that time does not tell a known address.
        var user = await KeepAsync(email, hasher.HashPassword(new AppUser(), password));
        if (user is null)
            return new RegistrationResult.HasAccount((await users.FindByEmailAsync(email))?.Email ?? email);
        return await AskToConfirmAsync(user);
    }

    /// <summary>What a mailbox is told that asks for its confirmation again. No further check of the address is made.</summary>
    /// <param name="email">An address that a mail can be sent to.</param>
    public async Task<RegistrationResult> ResendAsync(string email)
    {
        if (!rate.CountMailbox(users.NormalizeEmail(email)))
            return new RegistrationResult.MailedEnough();
        return await users.FindByEmailAsync(email) switch
        {
            null => new RegistrationResult.NoAccount(email),
            { EmailConfirmed: false, DisabledAt: null } user => await AskToConfirmAsync(user),
            var user => new RegistrationResult.HasAccount(user.Email!),
        };
    }

    /// <summary>
    /// The link shows who has the mailbox, the password who registered: only who is both is let in. False: the link is not
    /// ours, too old, or used; or the password is not the one of the last registration; or too many were tried with this link.
    /// </summary>
    /// <param name="userId">From the link.</param>
    /// <param name="token">From the link.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="cancellationToken">Ends it with nothing confirmed.</param>
    public async Task<bool> ConfirmAsync(string userId, string token, string password, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(userId, out _)
            || await users.FindByIdAsync(userId) is not { EmailConfirmed: false, DisabledAt: null, PasswordHash: { } hash } user
            || !await users.VerifyUserTokenAsync(user, users.Options.Tokens.EmailConfirmationTokenProvider, UserManager<AppUser>.ConfirmEmailTokenPurpose, token))
            return false;
        // Counted by itself: no stranger's sign-ins bar the way to a first confirmation, and a new registration begins anew.
        var tries = $"confirm {user.Id} {user.SecurityStamp}";
        if (!await failures.ChargeAsync(tries, cancellationToken)
            || hasher.VerifyHashedPassword(user, hash, password) == PasswordVerificationResult.Failed)
            return false;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // Fails by its concurrency stamp where somebody has registered the address again since the password was looked at.
            if (!(await users.ConfirmEmailAsync(user, token)).Succeeded || !(await users.AddToRoleAsync(user, Roles.Analyst)).Succeeded)
                return false;
            await transaction.CommitAsync(cancellationToken);
        }
        await failures.ForgetAsync(tries, cancellationToken);
        Log.Confirmed(log, user.Id);
        return true;
    }

    /// <summary>Null: somebody has this address. Two forms at once for one address leave one user.</summary>
    private async Task<AppUser?> KeepAsync(string email, string passwordHash)
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            db.ChangeTracker.Clear();
            var known = await users.FindByEmailAsync(email);
            if (known is { EmailConfirmed: true } or { DisabledAt: not null })
                return null;
            if (await KeptAsync(known, email, passwordHash) is { } kept)
                return kept;
        }
        return null;
    }

    private async Task<AppUser?> KeptAsync(AppUser? waiting, string email, string passwordHash)
    {
        var user = waiting ?? new AppUser { UserName = email, Email = email, CreatedAt = time.Now() };
        user.PasswordHash = passwordHash;
        try
        {
            // Whoever asked last chose the password, be it a stranger: the confirmation asks for it. The links of earlier mails end with the old stamp.
            var kept = waiting is null ? await users.CreateAsync(user) : await users.UpdateSecurityStampAsync(user);
            return kept.Succeeded ? user : null;
        }
        catch (DbUpdateException)
        {
            // Another form for this address was first; anything worse comes out when it is looked at again.
            return null;
        }
    }

    private Task<int> ForgetAbandonedAsync(CancellationToken cancellationToken)
    {
        var old = time.Now() - Abandoned;
        return db.Users
            .Where(u => !u.EmailConfirmed && u.CreatedAt < old && !db.UserRoles.Any(r => r.UserId == u.Id))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<RegistrationResult> AskToConfirmAsync(AppUser user) =>
        new RegistrationResult.Confirm(user, await users.GenerateEmailConfirmationTokenAsync(user));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "User {UserId} confirmed the e-mail address.")]
        public static partial void Confirmed(ILogger logger, string userId);
    }
}
