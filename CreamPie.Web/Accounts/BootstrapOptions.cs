using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Accounts.Passwords;

namespace CreamPie.Web.Accounts;

/// <summary>The first admin, for unattended installations; otherwise the log has a link to create it.</summary>
internal sealed class BootstrapOptions
{
    public const string Section = "Bootstrap";

    public string? AdminEmail { get; set; }
    public string? AdminPassword { get; set; }

    public bool IsGiven => !string.IsNullOrEmpty(AdminEmail) && !string.IsNullOrEmpty(AdminPassword);

    public static bool BothOrNeither(BootstrapOptions o) => string.IsNullOrEmpty(o.AdminEmail) == string.IsNullOrEmpty(o.AdminPassword);

    public static bool HasEmail(BootstrapOptions o) =>
        string.IsNullOrEmpty(o.AdminEmail) || new EmailAddressAttribute().IsValid(o.AdminEmail);

    public static bool HasGoodPassword(BootstrapOptions o) =>
        string.IsNullOrEmpty(o.AdminPassword) || PasswordPolicy.Problem(o.AdminPassword, o.AdminEmail) is null;
}
