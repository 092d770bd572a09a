using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Passwords;

/// <summary>Normalizes passwords (NFKC) before hashing, so that however a keyboard composes characters, the password is the same.</summary>
/// <param name="options">How many iterations.</param>
public sealed class NormalizingPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<AppUser>(options)
{
    /// <inheritdoc />
    public override string HashPassword(AppUser user, string password) =>
        base.HashPassword(user, Normalized(password));

    /// <inheritdoc />
    public override PasswordVerificationResult VerifyHashedPassword(AppUser user, string hashedPassword, string providedPassword) =>
        base.VerifyHashedPassword(user, hashedPassword, Normalized(providedPassword));

    /// <summary>Text that cannot be normalised is hashed as it is: it costs the same, and is nobody's password.</summary>
    private static string Normalized(string password) =>
        ReadableText.Is(password) ? password.Normalize(NormalizationForm.FormKC) : password;
}
