namespace CreamPie.Core.Accounts.Administration;

/// <summary>Result of a command on a user.</summary>
public enum UserChange
{
    /// <summary>The account was changed.</summary>
    Done,

    /// <summary>The account was in that state already: no change, no audit entry.</summary>
    Unchanged,

    /// <summary>There is no such user.</summary>
    NoUser,

    /// <summary>Refused: the user is the last enabled admin.</summary>
    LastAdmin,

    /// <summary>Refused: the user has no password to replace.</summary>
    NoPassword,

    /// <summary>Refused: this server has no passwords (<see cref="AccountsOptions.OnlyOidc"/>).</summary>
    PasswordsOff,
}
