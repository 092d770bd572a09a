using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Accounts.Passwords;

/// <summary>A minimum length and a list of common passwords, no character classes (NIST SP 800-63B-4, 3.1.1.2).</summary>
public sealed class PasswordPolicy : IPasswordValidator<AppUser>
{
    /// <summary>In Unicode characters, not in UTF-16 units.</summary>
    public const int MinLength = 12;

    /// <summary>In Unicode characters, not in UTF-16 units.</summary>
    public const int MaxLength = 128;

    /// <summary>The hint beside the field.</summary>
    public static readonly string Advice =
        $"At least {MinLength} characters. A few unrelated words work well; digits and symbols are not required.";

    /// <inheritdoc />
    public Task<IdentityResult> ValidateAsync(UserManager<AppUser> manager, AppUser user, string? password) =>
        Task.FromResult(Problem(password ?? "", user.Email) is { } problem
            ? IdentityResult.Failed(new IdentityError { Code = "Password", Description = problem })
            : IdentityResult.Success);

    /// <summary>What is wrong with the password, one sentence; null if it is good.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="email">Address of its account; null if unknown.</param>
    public static string? Problem(string password, string? email)
    {
        var length = password.EnumerateRunes().Count();
        if (length < MinLength)
            return $"The password needs at least {MinLength} characters.";
        if (length > MaxLength)
            return $"The password can have at most {MaxLength} characters.";
        if (!ReadableText.Is(password))
            return "The password contains characters that are not text.";
        var folded = password.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        if (CommonPasswords.Has(folded) || folded.EnumerateRunes().Distinct().Count() < 5)
            return "This password is too common. A few unrelated words are safer.";
        return IsAboutUs(folded, email)
            ? "This password is too common: little more than your e-mail address or our name. A few unrelated words are safer."
            : null;
    }

    /// <summary>The product's name, or parts of the user's address, with little more than digits and signs around them.</summary>
    private static bool IsAboutUs(string folded, string? email)
    {
        var rest = folded;
        foreach (var name in Names(email).OrderByDescending(n => n.Length))
            rest = rest.Replace(name, "", StringComparison.Ordinal);
        return rest.Length < folded.Length && rest.Count(char.IsLetter) < 4;
    }

    private static IEnumerable<string> Names(string? email)
    {
        var address = (email ?? "").ToLowerInvariant();
        IEnumerable<string> names = ["creampie", address, .. address.Split('@'), .. address.Split('@', '.', '+', '-', '_')];
        return names.Where(name => name.Length >= 3);
    }
}
