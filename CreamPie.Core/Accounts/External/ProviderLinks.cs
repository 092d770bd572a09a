using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Accounts.External;

/// <summary>A person's link to an identity provider.</summary>
/// <param name="Provider">Its name on our pages.</param>
/// <param name="Issuer">Names it in <see cref="ProviderLinks.RemoveAsync"/>.</param>
public sealed record ProviderLink(string Provider, string Issuer);

/// <summary>Links an account to identity providers, and unlinks it. Both need a recent proof and end the other sessions.</summary>
/// <param name="users">Stores the links.</param>
/// <param name="accounts">Finds who is linked.</param>
/// <param name="ways">Keeps a last way in.</param>
/// <param name="change">Stores a change with its consequences.</param>
public sealed class ProviderLinks(UserManager<AppUser> users, ProviderAccounts accounts, WaysIn ways, SensitiveChange change)
{
    /// <summary>The caller's links.</summary>
    /// <param name="caller">Who must be signed in.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<ProviderLink>> ListAsync(Caller caller) =>
        [.. (await users.GetLoginsAsync(await change.UserAsync(caller)))
            .Select(l => new ProviderLink(l.ProviderDisplayName ?? l.LoginProvider, l.LoginProvider))];

    /// <summary>Links the caller's account to an identity at a provider.</summary>
    /// <param name="caller">Who must have proved who they are.</param>
    /// <param name="identity">As the provider told it.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>The account, to be told by mail; null if that identity is linked to an account already.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the proof is too old.</exception>
    public async Task<AppUser?> AddAsync(Caller caller, ExternalIdentity identity, CancellationToken cancellationToken)
    {
        var user = await change.ProvedUserAsync(caller, cancellationToken);
        var linked = await change.RunAsync(
            caller, user, AuditAction.FactorChange, $"Linked to {identity.Provider}.",
            () => accounts.LinkAsync(user, identity), cancellationToken);
        return linked.Succeeded ? user : null;
    }

    /// <summary>True if that identity is linked to the caller's account.</summary>
    /// <param name="caller">Who must be signed in.</param>
    /// <param name="identity">As the provider told it.</param>
    public async Task<bool> IsOwnAsync(Caller caller, ExternalIdentity identity) =>
        await accounts.FindAsync(identity) is { } owner && owner.Id == caller.Id;

    /// <summary>Removes a link.</summary>
    /// <param name="caller">Who must have proved who they are.</param>
    /// <param name="issuer">Of the link.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>The account, to be told by mail; null if there is no such link, or no other way in.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the proof is too old.</exception>
    public async Task<AppUser?> RemoveAsync(Caller caller, string issuer, CancellationToken cancellationToken)
    {
        var user = await change.ProvedUserAsync(caller, cancellationToken);
        var logins = await users.GetLoginsAsync(user);
        if (logins.FirstOrDefault(l => l.LoginProvider == issuer) is not { } link || !await ways.RemainWithoutLinkAsync(user, link))
            return null;
        var removed = await change.RunAsync(
            caller, user, AuditAction.FactorChange, $"Link to {link.ProviderDisplayName} removed.",
            () => users.RemoveLoginAsync(user, link.LoginProvider, link.ProviderKey), cancellationToken);
        return removed.Succeeded ? user : null;
    }
}
