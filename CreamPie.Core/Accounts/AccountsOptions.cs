using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Accounts;

/// <summary>Who may open an account.</summary>
public enum RegistrationMode
{
    /// <summary>Every confirmed e-mail address becomes an analyst.</summary>
    Open,

    /// <summary>Only mailboxes that an admin invites.</summary>
    Invitation,

    /// <summary>No visitor registers.</summary>
    Closed,
}

/// <summary>How people get accounts, and get in.</summary>
public sealed class AccountsOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Accounts";

    /// <summary>What passwords, passkeys and registration answer while <see cref="OnlyOidc"/>.</summary>
    public const string OnlyOidcText = "This server has no passwords: sign in at its identity provider.";

    /// <summary>Who may open an account.</summary>
    public RegistrationMode Registration { get; set; }

    /// <summary>
    /// True to sign in at an identity provider only: no passwords, no passkeys, no registration here, and no session that began with one
    /// of them.
    /// </summary>
    public bool OnlyOidc { get; set; }

    /// <summary>
    /// While <see cref="OnlyOidc"/>: days after the owner's last sign-in at the provider that API keys and feeds work.
    /// </summary>
    [Range(1, 3_650, ErrorMessage = "Accounts__KeyDaysAfterSignIn must be 1 to 3650.")]
    public int KeyDaysAfterSignIn { get; set; } = 90;

    /// <summary>True if strangers may register here.</summary>
    public bool IsOpen => Registration == RegistrationMode.Open && !OnlyOidc;
}
