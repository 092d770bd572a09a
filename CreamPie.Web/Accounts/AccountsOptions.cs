namespace CreamPie.Web.Accounts;

public enum RegistrationMode
{
    /// <summary>Every confirmed e-mail address becomes an analyst.</summary>
    Open,

    Closed,
}

public sealed class AccountsOptions
{
    public const string Section = "Accounts";

    public RegistrationMode Registration { get; set; }

    public bool IsOpen => Registration == RegistrationMode.Open;
}
