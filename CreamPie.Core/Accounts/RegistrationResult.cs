using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Accounts;

/// <summary>What to mail to the mailbox of a registration. The form's answer is the same for all but <see cref="Invalid"/>.</summary>
public abstract record RegistrationResult
{
    /// <summary>A link that confirms the address.</summary>
    /// <param name="User">The unconfirmed account.</param>
    /// <param name="Token">For the link; valid for one day.</param>
    public sealed record Confirm(AppUser User, string Token) : RegistrationResult;

    /// <summary>That it has an account already.</summary>
    /// <param name="Email">As the account has it.</param>
    public sealed record HasAccount(string Email) : RegistrationResult;

    /// <summary>That there is no account to confirm.</summary>
    /// <param name="Email">As it was submitted.</param>
    public sealed record NoAccount(string Email) : RegistrationResult;

    /// <summary>Nothing: the mailbox's limit of this hour is used up.</summary>
    public sealed record MailedEnough : RegistrationResult;

    /// <summary>Nothing: the password is refused.</summary>
    /// <param name="Problem">A sentence for the form.</param>
    public sealed record Invalid(string Problem) : RegistrationResult;
}
