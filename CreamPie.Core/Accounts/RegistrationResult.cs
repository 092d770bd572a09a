using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Accounts;

/// <summary>What the mailbox of a registration is to be told. The form that asked gets one answer whichever it is, but for <see cref="Invalid"/>.</summary>
public abstract record RegistrationResult
{
    /// <summary>A link that confirms the address.</summary>
    /// <param name="User">Waits for the confirmation.</param>
    /// <param name="Token">For the link; good for one day.</param>
    public sealed record Confirm(AppUser User, string Token) : RegistrationResult;

    /// <summary>That it has an account already.</summary>
    /// <param name="Email">As the account has it.</param>
    public sealed record HasAccount(string Email) : RegistrationResult;

    /// <summary>That there is no account to confirm.</summary>
    /// <param name="Email">As it was submitted.</param>
    public sealed record NoAccount(string Email) : RegistrationResult;

    /// <summary>Nothing: the mailbox has had its mails of this hour.</summary>
    public sealed record MailedEnough : RegistrationResult;

    /// <summary>Nothing: the password is refused.</summary>
    /// <param name="Problem">A sentence for the form.</param>
    public sealed record Invalid(string Problem) : RegistrationResult;
}
