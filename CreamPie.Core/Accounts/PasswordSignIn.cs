using System.Globalization;
using System.Net;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Accounts;

/// <summary>What an attempt to sign in came to.</summary>
public abstract record SignInResult
{
    /// <summary>The password is right and the account may be used.</summary>
    /// <param name="User">Whose account it is.</param>
    public sealed record Accepted(AppUser User) : SignInResult;

    /// <summary>Unknown, wrong, not confirmed, refused for a while, disabled: nobody is told which.</summary>
    public sealed record Refused : SignInResult;

    /// <summary>The network address has used up its sign-ins of this minute.</summary>
    /// <param name="RetrySeconds">Until it may try again.</param>
    public sealed record TooMany(int RetrySeconds) : SignInResult;
}

/// <summary>The one way from e-mail and password to a user, for the page and for the API.</summary>
/// <param name="users">Finds the account and verifies the password.</param>
/// <param name="failures">Refuses an e-mail address for a while after wrong passwords.</param>
/// <param name="rate">Refuses a network address that tries too often.</param>
/// <param name="dummy">Is verified in place of an unknown account.</param>
/// <param name="log">Keeps a line for each attempt.</param>
public sealed partial class PasswordSignIn(
    UserManager<AppUser> users, SignInFailures failures, SignInRate rate, DummyUser dummy, ILogger<PasswordSignIn> log)
{
    /// <summary>What is said to whom <see cref="SignInResult.Refused"/> is answered.</summary>
    public const string RefusedText = "E-mail or password is wrong, or there were too many attempts: try again later.";

    /// <summary>Checks an e-mail address and a password. It starts no session.</summary>
    /// <param name="email">As it was typed.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="address">Where the attempt comes from; null where that is not known.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<SignInResult> CheckAsync(string email, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        var (allowed, _, reset) = rate.Count(address);
        if (!allowed)
            return new SignInResult.TooMany(reset);

        var charged = await failures.ChargeAsync(email, cancellationToken);
        // PostgreSQL has no text with a NUL in it.
        var user = email.Contains('\0', StringComparison.Ordinal) ? null : await users.FindByEmailAsync(email.Trim());
        // One verification whoever it is, so that time does not tell an unknown address from a known one.
        var right = await users.CheckPasswordAsync(charged && user is not null ? user : dummy.User, password);
        if (!charged || user is null || !right || !user.EmailConfirmed || user.DisabledAt is not null)
        {
            Log.Refused(log, address);
            return new SignInResult.Refused();
        }
        await failures.ForgetAsync(email, cancellationToken);
        Log.Accepted(log, user.Id, address);
        return new SignInResult.Accepted(user);
    }

    /// <summary>What is said to whom <see cref="SignInResult.TooMany"/> is answered.</summary>
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

/// <summary>Nobody, with a password that nobody knows.</summary>
/// <param name="hasher">Makes the hash, as costly as a real one.</param>
public sealed class DummyUser(IPasswordHasher<AppUser> hasher)
{
    /// <summary>Never stored.</summary>
    public AppUser User { get; } = new() { PasswordHash = hasher.HashPassword(new AppUser(), Guid.NewGuid().ToString()) };
}
