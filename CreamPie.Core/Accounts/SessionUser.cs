namespace CreamPie.Core.Accounts;

/// <summary>A session's user with the roles in the database now: a role taken away is gone from the next request on.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="UserId">Its user's id.</param>
/// <param name="Email">Its user's address, which is also the name that pages show.</param>
/// <param name="Roles">Admin, Analyst, both; none for an account that has no role yet.</param>
/// <param name="ExpiresAt">UTC.</param>
public sealed record SessionUser(Guid Session, string UserId, string Email, IReadOnlyList<string> Roles, DateTime ExpiresAt);
