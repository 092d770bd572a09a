namespace CreamPie.Core.Users;

/// <summary>One sign-in, by cookie or token. Whatever it issued is worth nothing once it is revoked.</summary>
public sealed class UserSession
{
    public Guid Id { get; set; }
    public required string UserId { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime ExpiresAt { get; set; }
    public DateTime? RevokedAt { get; set; }

    /// <summary>SHA-256 of the one refresh token that is still good.</summary>
    public string? RefreshHash { get; set; }
    public string? UserAgent { get; set; }
    public string? Address { get; set; }
}
