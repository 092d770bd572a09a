using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Users;
using CreamPie.Web.Hosting.Mail;
using CreamPie.Web.Simulator;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace CreamPie.Web.Hosting.Identity;

public abstract record RegistrationResult
{
    /// <summary>The mailbox is told how to go on, whoever has it.</summary>
    /// <param name="Link">The confirmation's, in a simulation only: its newcomers have no mailbox here.</param>
    public sealed record Asked(bool IsMailed, string? Link = null) : RegistrationResult;

    public sealed record Invalid(string Problem) : RegistrationResult;

    public sealed record TooMany(int RetrySeconds) : RegistrationResult;
}

/// <summary>From an e-mail address and a password to an analyst, by way of the mailbox. No answer tells who is known here.</summary>
internal sealed partial class Registration(
    CreamPieDbContext db,
    UserManager<AppUser> users,
    IPasswordHasher<AppUser> hasher,
    AccountMails mails,
    AccountMailRate rate,
    SignInFailures failures,
    Simulation simulation,
    TimeProvider time,
    ILogger<Registration> log)
{
    private const int LongestAddress = 254;
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(30);

    public async Task<RegistrationResult> RegisterAsync(string email, string password, HttpContext context)
    {
        if (Refusal(email, context) is { } refusal)
            return refusal;
        if (PasswordPolicy.Problem(password, email) is { } problem)
            return new RegistrationResult.Invalid(problem);
        if (!rate.CountMailbox(users.NormalizeEmail(email)))
            return new RegistrationResult.Asked(IsMailed: true);
        await ForgetAbandonedAsync(context.RequestAborted);
        // Hashed once whoever it is, so that time does not tell a known address.
        var user = await KeepAsync(email, hasher.HashPassword(new AppUser(), password));
        if (user is null)
            return new RegistrationResult.Asked(await mails.SayThereIsAnAccountAsync((await users.FindByEmailAsync(email))?.Email ?? email, context));
        var (isSent, link) = await mails.AskToConfirmAsync(user, context);
        return new RegistrationResult.Asked(isSent, simulation.IsOn ? link : null);
    }

    public async Task<RegistrationResult> ResendAsync(string email, HttpContext context)
    {
        if (Refusal(email, context) is { } refusal)
            return refusal;
        if (!rate.CountMailbox(users.NormalizeEmail(email)))
            return new RegistrationResult.Asked(IsMailed: true);
        return new RegistrationResult.Asked(await users.FindByEmailAsync(email) switch
        {
            null => await mails.SayThereIsNoAccountAsync(email, context),
            { EmailConfirmed: false, DisabledAt: null } user => (await mails.AskToConfirmAsync(user, context)).IsSent,
            var user => await mails.SayThereIsAnAccountAsync(user.Email!, context),
        });
    }

    /// <summary>
    /// The link shows who has the mailbox, the password who registered: only who is both is let in. False: the link is not
    /// ours, too old, or used; or the password is not the one of the last registration; or too many were tried with this link.
    /// </summary>
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

    private RegistrationResult? Refusal(string email, HttpContext context)
    {
        var (allowed, _, reset) = rate.CountAddress(context.Connection.RemoteIpAddress);
        if (!allowed)
            return new RegistrationResult.TooMany(reset);
        return IsAddress(email) ? null : new RegistrationResult.Invalid("Enter a valid e-mail address.");
    }

    private static bool IsAddress(string email) =>
        email.Length <= LongestAddress
        && !email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && new EmailAddressAttribute().IsValid(email)
        && MailboxAddress.TryParse(email, out var mailbox)
        && mailbox.Address == email;

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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "User {UserId} confirmed the e-mail address.")]
        public static partial void Confirmed(ILogger logger, string userId);
    }
}

internal static class RegistrationServices
{
    public static void AddRegistration(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AccountsOptions>()
            .BindConfiguration(AccountsOptions.Section)
            .Validate(accounts => Enum.IsDefined(accounts.Registration), "Accounts__Registration must be Open or Closed.");
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<AccountMailRate>();
        services.AddScoped<AccountMails>();
        services.AddScoped<Registration>();
        services.AddHostedService<MailAdvice>();
        services.AddMail();
    }
}
