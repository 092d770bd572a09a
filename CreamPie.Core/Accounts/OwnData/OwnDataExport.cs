using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Accounts.Preferring;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Accounts.SignedIn;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.OwnData;

/// <summary>Everything that the database has about a person; no secret among it.</summary>
/// <param name="ExportedAt">UTC.</param>
/// <param name="Account">Name, address and roles.</param>
/// <param name="Factors">How the person signs in.</param>
/// <param name="Preferences">As stored.</param>
/// <param name="Sessions">The valid sign-ins.</param>
/// <param name="ApiKeys">The keys, without what makes them work.</param>
/// <param name="Feeds">The feeds, without their links.</param>
/// <param name="Tracked">Symbols of the stocks that the person tracks.</param>
/// <param name="Activity">What the audit has about the person, the newest first.</param>
public sealed record ExportedData(
    DateTime ExportedAt, ExportedAccount Account, ExportedFactors Factors, PreferenceValues Preferences,
    IReadOnlyList<OwnSession> Sessions, IReadOnlyList<KeyItem> ApiKeys, IReadOnlyList<FeedItem> Feeds, IReadOnlyList<string> Tracked,
    IReadOnlyList<ExportedActivity> Activity);

/// <summary>The account of a person.</summary>
/// <param name="Id">The account's key.</param>
/// <param name="Email">Address.</param>
/// <param name="DisplayName">Null if there is none.</param>
/// <param name="Roles">Admin, Analyst, both or none.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record ExportedAccount(string Id, string? Email, string? DisplayName, IReadOnlyList<string> Roles, DateTime CreatedAt);

/// <summary>How the user signs in.</summary>
/// <param name="HasPassword">Whether there is a password.</param>
/// <param name="HasAuthenticatorApp">Whether a code is needed besides.</param>
/// <param name="RecoveryCodesLeft">How many were not used.</param>
/// <param name="Passkeys">Their names.</param>
/// <param name="Providers">Names of the linked identity providers.</param>
public sealed record ExportedFactors(
    bool HasPassword, bool HasAuthenticatorApp, int RecoveryCodesLeft, IReadOnlyList<string> Passkeys, IReadOnlyList<string> Providers);

/// <summary>One entry of the audit.</summary>
/// <param name="At">UTC.</param>
/// <param name="Action">What was done.</param>
/// <param name="Outcome">Whether it happened.</param>
/// <param name="Target">To what; null if it needs none.</param>
/// <param name="Detail">More in words; null for none.</param>
/// <param name="Address">From where; null if unknown.</param>
public sealed record ExportedActivity(
    DateTime At, AuditAction Action, AuditOutcome Outcome, string? Target, string? Detail, string? Address);

/// <summary>Gives a person a copy of their data.</summary>
/// <param name="db">With the audit.</param>
/// <param name="users">With the account.</param>
/// <param name="change">Finds the account.</param>
/// <param name="preferences">With the preferences.</param>
/// <param name="sessions">With the sign-ins.</param>
/// <param name="keys">With the keys.</param>
/// <param name="feeds">With the feeds.</param>
/// <param name="audit">Gets an entry for the export.</param>
/// <param name="time">Dates it.</param>
public sealed class OwnDataExport(
    CreamPieDbContext db, UserManager<AppUser> users, SensitiveChange change, OwnPreferences preferences, OwnSessions sessions,
    ApiKeys keys, FeedLinks feeds, AuditTrail audit, TimeProvider time)
{
    /// <summary>The caller's data.</summary>
    /// <param name="caller">Who must be signed in.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<ExportedData> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var user = await change.UserAsync(caller);
        await audit.WriteAsync(caller, AuditAction.Export, user.Email, AuditOutcome.Succeeded, "Own data.", cancellationToken);
        var activity = await db.AuditEntries
            .Where(e => e.UserId == user.Id)
            .OrderByDescending(e => e.Id)
            .Select(e => new ExportedActivity(e.At, e.Action, e.Outcome, e.Target, e.Detail, e.Address))
            .ToListAsync(cancellationToken);
        var tracked = await (
            from follower in db.Followers
            join stock in db.Stocks on follower.StockId equals stock.Id
            where follower.UserId == user.Id
            orderby stock.Symbol
            select stock.Symbol).ToListAsync(cancellationToken);
        return new ExportedData(
            time.Now(),
            new ExportedAccount(user.Id, user.Email, user.DisplayName, [.. (await users.GetRolesAsync(user)).Order()], user.CreatedAt),
            new ExportedFactors(
                user.PasswordHash is not null, user.TwoFactorEnabled, await users.CountRecoveryCodesAsync(user),
                [.. (await users.GetPasskeysAsync(user)).Select(p => p.Name ?? "Passkey")],
                [.. (await users.GetLoginsAsync(user)).Select(l => l.ProviderDisplayName ?? l.LoginProvider)]),
            await preferences.FindAsync(caller, cancellationToken),
            await sessions.ListAsync(caller, cancellationToken),
            await keys.ListAsync(caller, cancellationToken),
            await feeds.ListAsync(caller, cancellationToken),
            tracked,
            activity);
    }
}
