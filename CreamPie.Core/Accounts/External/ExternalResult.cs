using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Accounts.External;

/// <summary>Result of signing in at a provider.</summary>
public abstract record ExternalResult
{
    /// <summary>The account may be used.</summary>
    /// <param name="User">The account.</param>
    /// <param name="IsLinkedNow">True if it was linked by its address just now, of which its owner is told by mail.</param>
    public sealed record Accepted(AppUser User, bool IsLinkedNow = false) : ExternalResult;

    /// <summary>The person may not sign in; the audit has it.</summary>
    /// <param name="Why">The reason.</param>
    public sealed record Refused(ExternalRefusal Why) : ExternalResult;
}

/// <summary>Why a person whom a provider vouches for may not sign in.</summary>
public enum ExternalRefusal
{
    /// <summary>The provider gives no role.</summary>
    NoRole,

    /// <summary>The account is disabled.</summary>
    Disabled,

    /// <summary>The address has an account that is not linked to this person of the provider.</summary>
    NeedsLink,

    /// <summary>An account needs an address, and the provider tells none that counts as verified.</summary>
    NoEmail,

    /// <summary>Nobody may open an account here, and the provider's claims let nobody in either.</summary>
    Closed,

    /// <summary>The account could not be stored.</summary>
    Failed,
}
