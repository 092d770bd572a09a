namespace CreamPie.Web.Components.Account;

/// <summary>What the forms of this folder send.</summary>
public sealed class Credentials
{
    public string? Email { get; set; }
    public string? Password { get; set; }
}
