using System.Text;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts;

/// <summary>Normalizes passwords (NFKC) before hashing, so that however a keyboard composes characters, the password is the same.</summary>
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
