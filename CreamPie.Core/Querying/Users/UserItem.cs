using CreamPie.Core.Accounts.Factors;

namespace CreamPie.Core.Querying.Users;

/// <summary>A person who may sign in, as an admin sees it.</summary>
/// <param name="Id">Key of the account.</param>
/// <param name="Email">Its address.</param>
/// <param name="Name">How the person wants to be called; null if unknown.</param>
/// <param name="Roles">Admin, Analyst, both or none.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="DisabledAt">UTC; null while enabled.</param>
/// <param name="IsConfirmed">Whether the mailbox is proved; without, nobody signs in.</param>
/// <param name="HasSecondFactor">Whether an authenticator app is set up.</param>
/// <param name="MustChangePassword">Whether sessions can do nothing until a new password is set.</param>
/// <param name="Sessions">Sessions that are neither ended nor expired.</param>
/// <param name="LastSeenAt">UTC; of the session that was used last, null if none is known.</param>
public sealed record UserItem(
    string Id,
    string Email,
    string? Name,
    IReadOnlyList<string> Roles,
    DateTime CreatedAt,
    DateTime? DisabledAt,
    bool IsConfirmed,
    bool HasSecondFactor,
    bool MustChangePassword,
    int Sessions,
    DateTime? LastSeenAt);

/// <summary>One valid session of a user.</summary>
/// <param name="Id">Key of the session.</param>
/// <param name="Browser">Browser and system in words.</param>
/// <param name="Address">Network address of the sign-in; null if unknown.</param>
/// <param name="SignedInAt">UTC.</param>
/// <param name="LastSeenAt">UTC, to the minute or so.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="IsProgram">True for tokens of the API, false for a browser.</param>
public sealed record SessionItem(
    Guid Id, string Browser, string? Address, DateTime SignedInAt, DateTime LastSeenAt, DateTime ExpiresAt, bool IsProgram);

/// <summary>A user with the valid sessions, the last used first.</summary>
/// <param name="User">The user.</param>
/// <param name="OtherWaysIn">What signs the user in besides the password.</param>
/// <param name="Sessions">Neither ended nor expired.</param>
public sealed record UserFacts(UserItem User, OtherWaysIn OtherWaysIn, IReadOnlyList<SessionItem> Sessions);

/// <summary>What a user may do now.</summary>
public enum UserStatus
{
    /// <summary>May sign in.</summary>
    Active,

    /// <summary>Has registered and not proved the mailbox.</summary>
    Unconfirmed,

    /// <summary>An admin has shut the account.</summary>
    Disabled,
}
