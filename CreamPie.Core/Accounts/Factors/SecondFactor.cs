using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Accounts.Factors;

/// <summary>Result of a code from an authenticator app or of a recovery code.</summary>
/// <param name="IsRight">Whether it proves the factor.</param>
/// <param name="CodesLeft">How many recovery codes are left, if it was one; null for a code from the app.</param>
public sealed record CodeCheck(bool IsRight, int? CodesLeft = null);

/// <summary>Checks the second step of a sign-in, for the page and the API alike.</summary>
/// <param name="users">Verifies the code.</param>
/// <param name="failures">Refuses codes for a while after wrong ones.</param>
/// <param name="audit">Gets an entry for each wrong code.</param>
public sealed class SecondFactor(UserManager<AppUser> users, SignInFailures failures, AuditTrail audit)
{
    /// <summary>The sentence for a code that is not right.</summary>
    public const string RefusedText = "The code is wrong or was already used, or there were too many attempts. Try the next code.";

    /// <summary>Checks a code, which works once. Five wrong ones in a row lock the factor like wrong passwords.</summary>
    /// <param name="user">Who signs in, with two-factor sign-in.</param>
    /// <param name="code">As typed: six digits, or a recovery code.</param>
    /// <param name="caller">With the network address.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<CodeCheck> CheckAsync(AppUser user, string code, Caller caller, CancellationToken cancellationToken)
    {
        // A count of its own: whoever does not know the password cannot lock the code.
        var tries = $"code {user.Id}";
        var check = await failures.ChargeAsync(tries, cancellationToken) ? await VerifyAsync(user, code) : new CodeCheck(false);
        if (check.IsRight)
            await failures.ForgetAsync(tries, cancellationToken);
        else
            await audit.WriteAsync(
                new Caller(user.Id, user.Email ?? "", new HashSet<string>()) { Address = caller.Address }, AuditAction.SignIn, user.Email,
                AuditOutcome.Refused, "Wrong code of the second factor.", cancellationToken);
        return check;
    }

    private async Task<CodeCheck> VerifyAsync(AppUser user, string code)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length == TotpProvider.Digits && digits.All(char.IsAsciiDigit))
            return new CodeCheck(
                await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, digits));
        var redeemed = await users.RedeemTwoFactorRecoveryCodeAsync(user, code);
        return redeemed.Succeeded ? new CodeCheck(true, await users.CountRecoveryCodesAsync(user)) : new CodeCheck(false);
    }
}
