using System.Net;
using CreamPie.Core.Accounts.Preferring;

namespace CreamPie.Core.Accounts;

/// <summary>A session's user with the roles in the database now: a role taken away is gone from the next request on.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="UserId">Its user's id.</param>
/// <param name="Email">Its user's address, which is also the name that pages show.</param>
/// <param name="Roles">Admin, Analyst, both; none for an account that has no role yet.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="Address">Where the session was started; null if unknown.</param>
public sealed record SessionUser(
    Guid Session, string UserId, string Email, IReadOnlyList<string> Roles, DateTime ExpiresAt, IPAddress? Address)
{
    /// <summary>What pages call the user; null for the address.</summary>
    public string? DisplayName { get; init; }

    /// <summary>
    /// An admin asked for a new password, and there are passwords here: until it is set, the session may do that and nothing else.
    /// </summary>
    public bool MustChangePassword { get; init; }

    /// <summary>How the user wants the pages.</summary>
    public PreferenceValues Preferences { get; init; } = PreferenceValues.Default;
}
