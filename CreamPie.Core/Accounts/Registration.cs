using System.Net;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Passwords;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Accounts;

/// <summary>Registers an analyst by e-mail address, password and a link to the mailbox. No answer reveals who has an account.</summary>
/// <param name="db">Has the unconfirmed accounts.</param>
/// <param name="users">Stores and confirms them.</param>
/// <param name="hasher">Hashes the password of known and unknown addresses alike.</param>
/// <param name="rate">Counts the mails to each mailbox.</param>
/// <param name="failures">Counts the passwords tried with one link.</param>
/// <param name="audit">Gets an entry for each confirmation.</param>
/// <param name="time">Dates accounts, and decides which are abandoned.</param>
/// <param name="log">Gets a line for each confirmation.</param>
public sealed partial class Registration(
    CreamPieDbContext db,
    UserManager<AppUser> users,
    IPasswordHasher<AppUser> hasher,
    AccountMailRate rate,
    SignInFailures failures,
    AuditTrail audit,
    TimeProvider time,
    ILogger<Registration> log)
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(30);

    /// <summary>Stores a registration until its mailbox confirms it, replacing an earlier one for the same mailbox.</summary>
    /// <param name="email">A valid mail address.</param>
    /// <param name="password">Checked by <see cref="PasswordPolicy"/>.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    public async Task<RegistrationResult> RegisterAsync(string email, string password, CancellationToken cancellationToken)
    {
        if (PasswordPolicy.Problem(password, email) is { } problem)
            return new RegistrationResult.Invalid(problem);
        if (!rate.CountMailbox(email))
            return new RegistrationResult.MailedEnough();
        await ForgetAbandonedAsync(cancellationToken);
        // Always hashed, so that timing does not reveal whether the address has an account.
        var user = await KeepAsync(email, hasher.HashPassword(new AppUser(), password));
        if (user is null)
            return new RegistrationResult.HasAccount((await users.FindByEmailAsync(email))?.Email ?? email);
        return await AskToConfirmAsync(user);
    }

    /// <summary>What to mail to a mailbox that requests its confirmation again; the address is not checked further.</summary>
    /// <param name="email">A valid mail address.</param>
    public async Task<RegistrationResult> ResendAsync(string email)
    {
        if (!rate.CountMailbox(email))
            return new RegistrationResult.MailedEnough();
        return await users.FindByEmailAsync(email) switch
        {
            null => new RegistrationResult.NoAccount(email),
            { EmailConfirmed: false, DisabledAt: null } user => await AskToConfirmAsync(user),
            var user => new RegistrationResult.HasAccount(user.Email!),
        };
    }

    /// <summary>
    /// Confirms an account. The link proves the mailbox, the password the registration; both must be one person's. False if the
    /// link is not ours, expired or used, the password is not that of the last registration, or too many were tried with the link.
    /// </summary>
    /// <param name="userId">From the link.</param>
    /// <param name="token">From the link.</param>
    /// <param name="password">As typed.</param>
    /// <param name="address">The client's network address; null if unknown.</param>
    /// <param name="cancellationToken">Ends it with nothing confirmed.</param>
    public async Task<bool> ConfirmAsync(
        string userId, string token, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(userId, out _)
            || await users.FindByIdAsync(userId) is not { EmailConfirmed: false, DisabledAt: null, PasswordHash: { } hash } user
            || !await users.VerifyUserTokenAsync(
                user, users.Options.Tokens.EmailConfirmationTokenProvider, UserManager<AppUser>.ConfirmEmailTokenPurpose, token))
            return false;
        // A count of its own: a stranger's failed sign-ins cannot block a first confirmation, and a new registration starts at zero.
        var tries = $"confirm {user.Id} {user.SecurityStamp}";
        if (!await failures.ChargeAsync(tries, cancellationToken)
            || hasher.VerifyHashedPassword(user, hash, password) == PasswordVerificationResult.Failed)
            return false;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // Fails by the concurrency stamp if the address was registered again since the password was checked.
            if (!(await users.ConfirmEmailAsync(user, token)).Succeeded || !(await users.AddToRoleAsync(user, Roles.Analyst)).Succeeded)
                return false;
            var caller = new Caller(user.Id, user.Email!, new HashSet<string>()) { Address = address };
            audit.Add(db, caller, AuditAction.AccountCreation, user.Email, detail: "Registered and confirmed.");
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        await failures.ForgetAsync(tries, cancellationToken);
        Log.Confirmed(log, user.Id);
        return true;
    }

    /// <summary>Null if the address has an account. Concurrent registrations of one address leave one user.</summary>
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
            // The last registration sets the password, even a stranger's: confirming requires that password.
            // The new stamp invalidates the links of earlier mails.
            var kept = waiting is null ? await users.CreateAsync(user) : await users.UpdateSecurityStampAsync(user);
            return kept.Succeeded ? user : null;
        }
        catch (DbUpdateException)
        {
            // A concurrent registration of this address was first; any other fault surfaces on the next try.
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
