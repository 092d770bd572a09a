using System.Text;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts;

/// <summary>The same characters, however a keyboard composes them, are the same password.</summary>
/// <param name="options">How many iterations.</param>
public sealed class NormalizingPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<AppUser>(options)
{
    /// <inheritdoc />
    public override string HashPassword(AppUser user, string password) =>
        base.HashPassword(user, password.Normalize(NormalizationForm.FormKC));

    /// <inheritdoc />
    public override PasswordVerificationResult VerifyHashedPassword(AppUser user, string hashedPassword, string providedPassword) =>
        base.VerifyHashedPassword(user, hashedPassword, providedPassword.Normalize(NormalizationForm.FormKC));
}
