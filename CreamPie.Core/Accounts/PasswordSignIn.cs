using System.Globalization;
using System.Net;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Passwords;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts;

/// <summary>Result of a sign-in attempt.</summary>
public abstract record SignInResult
{
    /// <summary>The password is right and the account may be used.</summary>
    /// <param name="User">The account.</param>
    public sealed record Accepted(AppUser User) : SignInResult;

    /// <summary>Unknown, wrong, unconfirmed, refused for a while or disabled: the answer never says which.</summary>
    public sealed record Refused : SignInResult;

    /// <summary>The network address, or the known device, has used up its sign-ins of this minute.</summary>
    /// <param name="RetrySeconds">Until it may try again.</param>
    public sealed record TooMany(int RetrySeconds) : SignInResult;
}

/// <summary>Checks e-mail address and password, for the page and the API alike.</summary>
/// <param name="users">Finds the account and verifies the password.</param>
/// <param name="failures">Refuses who tries wrong passwords, for a while.</param>
/// <param name="rate">Refuses who tries too often.</param>
/// <param name="dummy">Verified in place of an unknown account.</param>
/// <param name="accounts">Whether passwords let anybody in.</param>
/// <param name="log">Gets a line for each attempt.</param>
public sealed partial class PasswordSignIn(
    UserManager<AppUser> users, SignInFailures failures, SignInRate rate, DummyUser dummy, IOptions<AccountsOptions> accounts,
    ILogger<PasswordSignIn> log)
{
    /// <summary>The sentence for <see cref="SignInResult.Refused"/>.</summary>
    public const string RefusedText = "E-mail or password is wrong, or there were too many attempts: try again later.";

    /// <summary>Checks an e-mail address and a password; starts no session.</summary>
    /// <param name="email">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="visitor">Who tries.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<SignInResult> CheckAsync(string email, string password, Visitor visitor, CancellationToken cancellationToken)
    {
        var (allowed, _, reset) = rate.Count(visitor);
        if (!allowed)
            return new SignInResult.TooMany(reset);
        // Nobody's password is tried, so that none can be guessed for the day when they count again.
        if (accounts.Value.OnlyOidc)
            return new SignInResult.Refused();

        // Asked for always: the first attempt of a process computes its hash, whoever's it is.
        var standIn = dummy.User;
        var charged = await failures.ChargeAsync(email, visitor, cancellationToken);
        var user = ReadableText.Is(email) ? await users.FindByEmailAsync(email.Trim()) : null;
        // Always exactly one verification, so that timing does not reveal whether the address has an account.
        var right = await users.CheckPasswordAsync(charged && user?.PasswordHash is not null ? user : standIn, password);
        if (!charged || user?.PasswordHash is null || !right || !user.EmailConfirmed || user.DisabledAt is not null)
        {
            Log.Refused(log, visitor.Address);
            return new SignInResult.Refused();
        }
        await failures.ForgetAsync(email, visitor, cancellationToken);
        Log.Accepted(log, user.Id, visitor.Address);
        return new SignInResult.Accepted(user);
    }

    /// <summary>The sentence for <see cref="SignInResult.TooMany"/>.</summary>
    /// <param name="seconds">Until the address may try again.</param>
    public static string TooManyText(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"Too many sign-ins from your address; try again in {seconds} seconds.");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Sign-in refused from {Address}.")]
        public static partial void Refused(ILogger logger, IPAddress? address);

        [LoggerMessage(2, LogLevel.Information, "User {UserId} signed in from {Address}.")]
        public static partial void Accepted(ILogger logger, string userId, IPAddress? address);
    }
}
