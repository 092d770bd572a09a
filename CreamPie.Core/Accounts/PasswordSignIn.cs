using System.Globalization;
using System.Net;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Accounts;

/// <summary>Result of a sign-in attempt.</summary>
public abstract record SignInResult
{
    /// <summary>The password is right and the account may be used.</summary>
    /// <param name="User">The account.</param>
    public sealed record Accepted(AppUser User) : SignInResult;

    /// <summary>Unknown, wrong, unconfirmed, refused for a while or disabled: the answer never says which.</summary>
    public sealed record Refused : SignInResult;

    /// <summary>The network address has used up its sign-ins of this minute.</summary>
    /// <param name="RetrySeconds">Until it may try again.</param>
    public sealed record TooMany(int RetrySeconds) : SignInResult;
}

/// <summary>Checks e-mail address and password, for the page and the API alike.</summary>
/// <param name="users">Finds the account and verifies the password.</param>
/// <param name="failures">Refuses an e-mail address for a while after wrong passwords.</param>
/// <param name="rate">Refuses a network address that tries too often.</param>
/// <param name="dummy">Verified in place of an unknown account.</param>
/// <param name="log">Gets a line for each attempt.</param>
public sealed partial class PasswordSignIn(
    UserManager<AppUser> users, SignInFailures failures, SignInRate rate, DummyUser dummy, ILogger<PasswordSignIn> log)
{
    /// <summary>The sentence for <see cref="SignInResult.Refused"/>.</summary>
    public const string RefusedText = "E-mail or password is wrong, or there were too many attempts: try again later.";

    /// <summary>Checks an e-mail address and a password; starts no session.</summary>
    /// <param name="email">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="address">The client's network address; null if unknown.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<SignInResult> CheckAsync(string email, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        var (allowed, _, reset) = rate.Count(address);
        if (!allowed)
            return new SignInResult.TooMany(reset);

        var charged = await failures.ChargeAsync(email, cancellationToken);
        // PostgreSQL rejects text that contains a NUL.
        var user = email.Contains('\0', StringComparison.Ordinal) ? null : await users.FindByEmailAsync(email.Trim());
        // Always exactly one verification, so that timing does not reveal whether the address has an account.
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

/// <summary>An account that does not exist, with a random password.</summary>
/// <param name="hasher">Computes the hash, at the cost of a real one.</param>
public sealed class DummyUser(IPasswordHasher<AppUser> hasher)
{
    /// <summary>Never stored.</summary>
    public AppUser User { get; } = new() { PasswordHash = hasher.HashPassword(new AppUser(), Guid.NewGuid().ToString()) };
}
