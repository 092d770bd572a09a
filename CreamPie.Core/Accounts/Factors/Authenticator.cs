using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Factors;

/// <summary>Sets up and removes a person's authenticator app. Every change needs a recent proof and ends the other sessions.</summary>
/// <param name="db">Of the users and the store.</param>
/// <param name="users">Has the factor.</param>
/// <param name="store">Stores key and recovery codes.</param>
/// <param name="totp">Verifies the first code.</param>
/// <param name="change">Stores a change with its consequences.</param>
/// <param name="time">Decides how long a key is offered.</param>
public sealed class Authenticator(
    CreamPieDbContext db, UserManager<AppUser> users, IUserStore<AppUser> store, TotpProvider totp, SensitiveChange change,
    TimeProvider time)
{
    private const int MostAttempts = 3;

    private readonly AccountStore _store = (AccountStore)store;

    /// <summary>The key to enter in the app, the same for a session until it is confirmed; null if the factor is set up already.</summary>
    /// <param name="caller">Who must have proved who they are.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the proof is too old.</exception>
    public async Task<string?> KeyAsync(Caller caller, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var user = await change.ProvedUserAsync(caller, cancellationToken);
            if (user.TwoFactorEnabled)
                return null;
            if (await PendingAsync(caller, user, cancellationToken) is { } offered)
                return offered.Key;
            try
            {
                var pending = PendingKey.For(caller.Session!.Value, time.Now());
                await _store.SetPendingKeyAsync(user, pending, cancellationToken);
                if ((await users.UpdateAsync(user)).Succeeded)
                    return pending.Key;
            }
            catch (DbUpdateException) when (attempt < MostAttempts)
            {
                // The same page was opened twice at once: the other one's key holds.
            }
            if (attempt == MostAttempts)
                throw new DbUpdateConcurrencyException("The account was changed elsewhere at the same time.");
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Turns the factor on after a first code for the key that this session was shown.</summary>
    /// <param name="caller">Who must have proved who they are.</param>
    /// <param name="code">From the app.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>
    /// The recovery codes, shown this once; null if the code is wrong, the key was shown to another session or too long ago, or the factor
    /// is on already.
    /// </returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the proof is too old.</exception>
    public async Task<IReadOnlyList<string>?> EnableAsync(Caller caller, string code, CancellationToken cancellationToken)
    {
        var user = await change.ProvedUserAsync(caller, cancellationToken);
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (user.TwoFactorEnabled || await PendingAsync(caller, user, cancellationToken) is not { } pending
            || !await totp.AcceptAsync(pending.Key, digits, user))
            return null;
        return await WithCodesAsync(
            caller, user, "Authenticator app added.",
            async () =>
            {
                await _store.SetAuthenticatorKeyAsync(user, pending.Key, cancellationToken);
                await _store.SetPendingKeyAsync(user, null, cancellationToken);
                return await users.SetTwoFactorEnabledAsync(user, true);
            },
            cancellationToken);
    }

    /// <summary>Replaces the recovery codes.</summary>
    /// <param name="caller">Who must have proved who they are.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>The codes, shown this once; null if the factor is off.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the proof is too old.</exception>
    public async Task<IReadOnlyList<string>?> NewCodesAsync(Caller caller, CancellationToken cancellationToken)
    {
        var user = await change.ProvedUserAsync(caller, cancellationToken);
        return user.TwoFactorEnabled
            ? await WithCodesAsync(caller, user, "Recovery codes replaced.", () => users.UpdateAsync(user), cancellationToken)
            : null;
    }

    /// <summary>Turns the factor off, and forgets key and recovery codes.</summary>
    /// <param name="caller">Who must have proved who they are.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <returns>The account, to be told by mail; null if the factor was off.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the proof is too old.</exception>
    public async Task<AppUser?> RemoveAsync(Caller caller, CancellationToken cancellationToken)
    {
        var user = await change.ProvedUserAsync(caller, cancellationToken);
        if (!user.TwoFactorEnabled)
            return null;
        var removed = await change.RunAsync(
            caller, user, AuditAction.FactorChange, "Authenticator app removed.",
            async () =>
            {
                await users.RemoveAuthenticationTokenAsync(user, AccountStore.Provider, AccountStore.KeyName);
                await users.RemoveAuthenticationTokenAsync(user, AccountStore.Provider, AccountStore.CodesName);
                return await users.SetTwoFactorEnabledAsync(user, false);
            },
            cancellationToken);
        return removed.Succeeded ? user : null;
    }

    private async Task<PendingKey?> PendingAsync(Caller caller, AppUser user, CancellationToken cancellationToken) =>
        await _store.PendingKeyAsync(user, cancellationToken) is { } pending && pending.IsFor(caller.Session, time.Now()) ? pending : null;

    private async Task<IReadOnlyList<string>?> WithCodesAsync(
        Caller caller, AppUser user, string detail, Func<Task<IdentityResult>> first, CancellationToken cancellationToken)
    {
        var codes = RecoveryCodes.New();
        var changed = await change.RunAsync(
            caller, user, AuditAction.FactorChange, detail,
            async () =>
            {
                await _store.ReplaceCodesAsync(user, codes, cancellationToken);
                return await first();
            },
            cancellationToken);
        return changed.Succeeded ? codes : null;
    }
}
