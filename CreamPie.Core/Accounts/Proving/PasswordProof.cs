using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Accounts.Proving;

/// <summary>
/// The password of a signed-in user, checked like a sign-in: counted, and refused for a while after five wrong ones.
/// </summary>
/// <param name="signIn">Checks it.</param>
public sealed class PasswordProof(PasswordSignIn signIn)
{
    /// <summary>The sentence for <see cref="SignInResult.Refused"/>.</summary>
    public const string RefusedText = "The password is wrong, or there were too many attempts. Try again later.";

    /// <summary>Checks a password.</summary>
    /// <param name="user">Whose password it must be.</param>
    /// <param name="password">As typed.</param>
    /// <param name="visitor">Whose tries count: on a known device, no stranger's do.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<SignInResult> CheckAsync(AppUser user, string password, Visitor visitor, CancellationToken cancellationToken) =>
        signIn.CheckAsync(user.Email ?? "", password, visitor, cancellationToken);
}
