namespace CreamPie.Core.Accounts.Administration;

/// <summary>Result of a command on a user.</summary>
public enum UserChange
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It was so already: nothing was changed, and nothing is in the audit.</summary>
    Unchanged,

    /// <summary>There is no such user.</summary>
    NoUser,

    /// <summary>Refused: the user is the last enabled admin.</summary>
    LastAdmin,

    /// <summary>Refused: the user has no password to replace.</summary>
    NoPassword,

    /// <summary>Refused: nobody signs in with a password here.</summary>
    PasswordsOff,
}
