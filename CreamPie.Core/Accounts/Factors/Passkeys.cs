using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Factors;

/// <summary>A passkey as its owner's page lists it.</summary>
/// <param name="Id">Names it here: the credential's id in base64url.</param>
/// <param name="Name">As its owner called it.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record PasskeyItem(string Id, string Name, DateTime CreatedAt);

/// <summary>A person's passkeys. Adding and removing need a recent proof and end the other sessions.</summary>
/// <param name="users">Stores them.</param>
/// <param name="ways">Keeps a last way in.</param>
/// <param name="change">Stores a change with its consequences.</param>
/// <param name="accounts">Whether passkeys let anybody in.</param>
public sealed class Passkeys(
    UserManager<AppUser> users, WaysIn ways, SensitiveChange change, IOptions<AccountsOptions> accounts)
{
    /// <summary>How many a person may have.</summary>
    public const int Most = 10;

    /// <summary>Longest name, in UTF-16 units.</summary>
    public const int LongestName = 60;

    /// <summary>The caller's passkeys, the oldest first.</summary>
    /// <param name="caller">Who must be signed in.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<IReadOnlyList<PasskeyItem>> ListAsync(Caller caller) =>
        [.. (await users.GetPasskeysAsync(await change.UserAsync(caller)))
            .OrderBy(p => p.CreatedAt)
            .Select(p => new PasskeyItem(IdOf(p.CredentialId), p.Name ?? "Passkey", p.CreatedAt.UtcDateTime))];

    /// <summary>The account that a new passkey is made for; null if it has <see cref="Most"/> already.</summary>
    /// <param name="caller">Who must have proved who they are.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in, the proof is too old, or passkeys let nobody in here.</exception>
    public async Task<AppUser?> MayAddAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (accounts.Value.OnlyOidc)
            throw new AccessDeniedException(AccountsOptions.OnlyOidcText);
        var user = await change.ProvedUserAsync(caller, cancellationToken);
        return (await users.GetPasskeysAsync(user)).Count < Most ? user : null;
    }

    /// <summary>Stores a passkey that the browser has just made.</summary>
    /// <param name="caller">Who must have proved who they are.</param>
    /// <param name="passkey">After its check.</param>
    /// <param name="name">As typed.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>The account, to be told by mail; null if it has <see cref="Most"/> already.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the proof is too old.</exception>
    public async Task<AppUser?> AddAsync(Caller caller, UserPasskeyInfo passkey, string name, CancellationToken cancellationToken)
    {
        if (await MayAddAsync(caller, cancellationToken) is not { } user)
            return null;
        passkey.Name = NameOf(name);
        var added = await change.RunAsync(
            caller, user, AuditAction.FactorChange, $"Passkey added: {passkey.Name}.",
            () => users.AddOrUpdatePasskeyAsync(user, passkey), cancellationToken);
        return added.Succeeded ? user : null;
    }

    /// <summary>Gives a passkey another name.</summary>
    /// <param name="caller">Whose passkey it must be.</param>
    /// <param name="id">Of the passkey.</param>
    /// <param name="name">As typed.</param>
    /// <returns>False if the caller has no such passkey.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<bool> RenameAsync(Caller caller, string id, string name)
    {
        var user = await change.UserAsync(caller);
        if (await FindAsync(user, id) is not { } passkey)
            return false;
        passkey.Name = NameOf(name);
        return (await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded;
    }

    /// <summary>Removes a passkey.</summary>
    /// <param name="caller">Whose passkey it must be; who must have proved who they are.</param>
    /// <param name="id">Of the passkey.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>The account, to be told by mail; null if it has no such passkey, or no other way in.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the proof is too old.</exception>
    public async Task<AppUser?> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var user = await change.ProvedUserAsync(caller, cancellationToken);
        if (await FindAsync(user, id) is not { } passkey || !await ways.RemainWithoutPasskeyAsync(user))
            return null;
        var removed = await change.RunAsync(
            caller, user, AuditAction.FactorChange, $"Passkey removed: {passkey.Name}.",
            () => users.RemovePasskeyAsync(user, passkey.CredentialId), cancellationToken);
        return removed.Succeeded ? user : null;
    }

    private async Task<UserPasskeyInfo?> FindAsync(AppUser user, string id) =>
        (await users.GetPasskeysAsync(user)).SingleOrDefault(p => IdOf(p.CredentialId) == id);

    private static string IdOf(byte[] credential) => System.Buffers.Text.Base64Url.EncodeToString(credential);

    private static string NameOf(string name)
    {
        static bool IsReadable(char c) => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\uFFFE' or '\uFFFF');
        var readable = new string([.. name.Where(IsReadable)]).Trim();
        return readable.Length == 0 ? "Passkey" : readable.Length > LongestName ? readable[..LongestName] : readable;
    }
}
