namespace CreamPie.Web.Components.Account;

/// <summary>Form models of this folder.</summary>
public sealed class Credentials
{
    public string? Email { get; set; }
    public string? Password { get; set; }
}
