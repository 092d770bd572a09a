namespace CreamPie.Core.Accounts.Inviting;

/// <summary>Result of inviting a mailbox.</summary>
public abstract record InvitationResult
{
    /// <summary>The invitation is stored; the token exists only here, for the link in the mail.</summary>
    /// <param name="Invitation">As an admin's page lists it.</param>
    /// <param name="Token">For <c>/account/invitation?token=</c>; the database has its hash only.</param>
    public sealed record Created(InvitationItem Invitation, string Token) : InvitationResult;

    /// <summary>The address has an account already.</summary>
    public sealed record HasAccount : InvitationResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Problem">A sentence for the form.</param>
    public sealed record Invalid(string Problem) : InvitationResult;
}

/// <summary>An invitation that is neither accepted nor revoked; it may have expired.</summary>
/// <param name="Id">Names it in <see cref="Invitations.RevokeAsync"/>.</param>
/// <param name="Email">The invited mailbox.</param>
/// <param name="Role">The role that the account gets.</param>
/// <param name="InvitedBy">Address of the admin who invited; null if that account no longer exists.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC.</param>
public sealed record InvitationItem(Guid Id, string Email, string Role, string? InvitedBy, DateTime CreatedAt, DateTime ExpiresAt);
