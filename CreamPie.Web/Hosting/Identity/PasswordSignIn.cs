using System.Globalization;
using System.Net;
using CreamPie.Core.Users;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Web.Hosting.Identity;

internal abstract record SignInResult
{
    public sealed record Accepted(AppUser User) : SignInResult;

    /// <summary>Unknown, wrong, not confirmed, refused for a while, disabled: nobody is told which.</summary>
    public sealed record Refused : SignInResult;

    public sealed record TooMany(int RetrySeconds) : SignInResult;
}

/// <summary>The one way from e-mail and password to a user, for the page and for the API.</summary>
internal sealed partial class PasswordSignIn(
    UserManager<AppUser> users, SignInFailures failures, SignInRate rate, DummyUser dummy, ILogger<PasswordSignIn> log)
{
    public const string RefusedText = "E-mail or password is wrong, or there were too many attempts: try again later.";

    public async Task<SignInResult> CheckAsync(string email, string password, HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var (allowed, _, reset) = rate.Count(address);
        if (!allowed)
            return new SignInResult.TooMany(reset);

        var charged = await failures.ChargeAsync(email, context.RequestAborted);
        // PostgreSQL has no text with a NUL in it.
        var user = email.Contains('\0', StringComparison.Ordinal) ? null : await users.FindByEmailAsync(email.Trim());
        // One verification whoever it is, so that time does not tell an unknown address from a known one.
        var right = await users.CheckPasswordAsync(charged && user is not null ? user : dummy.User, password);
        if (!charged || user is null || !right || !user.EmailConfirmed || user.DisabledAt is not null)
        {
            Log.Refused(log, address);
            return new SignInResult.Refused();
        }
        await failures.ForgetAsync(email, context.RequestAborted);
        Log.Accepted(log, user.Id, address);
        return new SignInResult.Accepted(user);
    }

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

/// <summary>30 sign-ins a minute from one address (or IPv6 /64).</summary>
internal sealed class SignInRate(TimeProvider time)
{
    private readonly CallRate _rate = new(30, time);

    public (bool Allowed, int Remaining, int ResetSeconds) Count(IPAddress? address) => _rate.Count(address);
}

/// <summary>Nobody, with a password that nobody knows.</summary>
internal sealed class DummyUser(IPasswordHasher<AppUser> hasher)
{
    public AppUser User { get; } = new() { PasswordHash = hasher.HashPassword(new AppUser(), Guid.NewGuid().ToString()) };
}
