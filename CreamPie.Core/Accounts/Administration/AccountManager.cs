using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Administration;

/// <summary>
/// Identity's manager. Setting a password, by change, reset or for the first time, ends the demand for a new one; the old password
/// does not.
/// </summary>
public sealed class AccountManager(
    IUserStore<AppUser> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<AppUser> hasher,
    IEnumerable<IUserValidator<AppUser>> userValidators,
    IEnumerable<IPasswordValidator<AppUser>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<AppUser>> log)
    : UserManager<AppUser>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, log)
{
    /// <summary>Error code: the password is the one that an admin wants replaced.</summary>
    internal const string PasswordReused = "PasswordReused";

    /// <inheritdoc/>
    public override Task<IdentityResult> ChangePasswordAsync(AppUser user, string currentPassword, string newPassword) =>
        SetAsync(user, newPassword, () => base.ChangePasswordAsync(user, currentPassword, newPassword));

    /// <inheritdoc/>
    public override async Task<IdentityResult> ResetPasswordAsync(AppUser user, string token, string newPassword) =>
        // First the link: without one, the answer must not tell whether this is the password.
        await VerifyUserTokenAsync(user, Options.Tokens.PasswordResetTokenProvider, ResetPasswordTokenPurpose, token)
            ? await SetAsync(user, newPassword, () => base.ResetPasswordAsync(user, token, newPassword))
            : IdentityResult.Failed(ErrorDescriber.InvalidToken());

    /// <inheritdoc/>
    public override Task<IdentityResult> AddPasswordAsync(AppUser user, string password) =>
        SetAsync(user, password, () => base.AddPasswordAsync(user, password));

    private async Task<IdentityResult> SetAsync(AppUser user, string password, Func<Task<IdentityResult>> set)
    {
        if (!user.MustChangePassword)
            return await set();
        if (user.PasswordHash is { } old
            && PasswordHasher.VerifyHashedPassword(user, old, password) != PasswordVerificationResult.Failed)
        {
            return IdentityResult.Failed(
                new IdentityError { Code = PasswordReused, Description = "This is the password to be replaced: choose another one." });
        }
        user.MustChangePassword = false;
        var result = await set();
        user.MustChangePassword = !result.Succeeded;
        return result;
    }
}
