using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.External;

/// <summary>The identity providers of the settings.</summary>
public sealed class ConfiguredProviders
{
    /// <summary>Their issuers.</summary>
    public IReadOnlyList<string> Issuers { get; set; } = [];

    /// <summary>Whether a link's issuer is one of them.</summary>
    /// <param name="loginProvider">As the link stores it.</param>
    internal bool Has(string loginProvider) => Issuers.Any(issuer => ExternalIdentity.KeyOf(issuer) == loginProvider.TrimEnd('/'));
}

/// <summary>
/// What an account could sign in with, with the settings as they are: no password and no passkey where only providers sign in, and no
/// link to a provider that is not configured.
/// </summary>
/// <param name="users">Has passwords, passkeys and links.</param>
/// <param name="accounts">Whether only providers sign in.</param>
/// <param name="providers">Which are configured.</param>
public sealed class WaysIn(
    UserManager<AppUser> users, IOptions<AccountsOptions> accounts, IOptions<ConfiguredProviders> providers)
{
    internal async Task<bool> RemainWithoutLinkAsync(AppUser user, UserLoginInfo link) =>
        (!accounts.Value.OnlyOidc && (user.PasswordHash is not null || (await users.GetPasskeysAsync(user)).Count > 0))
        || (await users.GetLoginsAsync(user)).Any(l =>
            (l.LoginProvider, l.ProviderKey) != (link.LoginProvider, link.ProviderKey) && IsConfigured(l));

    internal async Task<bool> RemainWithoutPasskeyAsync(AppUser user) =>
        (!accounts.Value.OnlyOidc && (user.PasswordHash is not null || (await users.GetPasskeysAsync(user)).Count > 1))
        || (await users.GetLoginsAsync(user)).Any(IsConfigured);

    private bool IsConfigured(UserLoginInfo link) => providers.Value.Has(link.LoginProvider);
}
