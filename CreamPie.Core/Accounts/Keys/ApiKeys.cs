using System.Globalization;
using System.Net;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Keys;

/// <summary>
/// Keys with which programs act for a person. Each call asks the database: a key that is revoked or has expired, or whose owner has
/// lost access, is refused by every node from the next call on.
/// </summary>
/// <param name="contexts">Of the database with the keys.</param>
/// <param name="proofs">A new key needs a recent proof: it outlives the session.</param>
/// <param name="audit">Gets an entry for each key that is made or revoked.</param>
/// <param name="owners">Whose keys work.</param>
/// <param name="uses">Gets when a key was used.</param>
/// <param name="rates">How many keys that do not work are looked for, for one network.</param>
/// <param name="time">Decides what has expired.</param>
public sealed class ApiKeys(
    IDbContextFactory<CreamPieDbContext> contexts, Proofs proofs, AuditTrail audit, KeyOwner owners, UseNotes uses,
    IOptions<RateOptions> rates, TimeProvider time)
{
    /// <summary>Keys of one person.</summary>
    public const int Most = 20;

    /// <summary>Limits the keys that are not known to work.</summary>
    public UnknownTokens Strangers { get; } = new(new CallRate(rates.Value.ApiCallsPerMinute, time), rates.Value.ApiCallsPerMinute);

    /// <summary>A use is written down at most this often.</summary>
    internal static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);


    /// <summary>Makes a key.</summary>
    /// <param name="caller">Its owner, signed in.</param>
    /// <param name="name">As typed.</param>
    /// <param name="scopes">What it may do; Admin is for admins.</param>
    /// <param name="expiresAt">UTC; null for never.</param>
    /// <param name="cancellationToken">Ends it with nothing stored.</param>
    /// <exception cref="AccessDeniedException">The caller has no role, or not that of the scope, or no recent proof.</exception>
    public async Task<KeyResult> CreateAsync(
        Caller caller, string name, KeyScopes scopes, DateTime? expiresAt, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        if (scopes.HasFlag(KeyScopes.Admin))
            caller.RequireAdmin();
        var now = time.Now();
        name = name.Trim();
        if (ItemName.Problem(name) is { } problem)
            return new KeyResult.Invalid("name", problem);
        if (scopes == KeyScopes.None)
            return new KeyResult.Invalid("scopes", "Choose at least one scope.");
        if (expiresAt <= now)
            return new KeyResult.Invalid("expiresAt", "The key must expire in the future.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await OwnerLock.TakeAsync(db, caller.Id, cancellationToken);
        // Asked for behind the lock: what has ended the session meanwhile has removed the keys that there were.
        await proofs.RequireAsync(db, caller, cancellationToken);
        if (await db.ApiKeys.CountAsync(k => k.UserId == caller.Id, cancellationToken) >= Most)
            return new KeyResult.Invalid("count", $"You have {Most} keys, which is the most. Revoke one to make another.");
        var id = Guid.NewGuid();
        var (text, hash) = KeyText.Of(id);
        var key = new ApiKey
        {
            Id = id,
            UserId = caller.Id,
            Name = name,
            Scopes = scopes,
            KeyHash = hash,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        db.ApiKeys.Add(key);
        var life = expiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $"expires on {end:yyyy-MM-dd}") : "never expires";
        audit.Add(
            db, caller, AuditAction.KeyChange, name, detail: $"API key made: {string.Join(", ", KeyWords.Of(scopes))}; {life}.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new KeyResult.Created(KeyItem.Of(key), text);
    }

    /// <summary>The caller's keys, the newest first; expired ones among them.</summary>
    /// <param name="caller">Whose keys are listed.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<KeyItem>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db.ApiKeys.AsNoTracking().Where(k => k.UserId == caller.Id).OrderByDescending(k => k.CreatedAt)
            .ToListAsync(cancellationToken);
        return keys.ConvertAll(KeyItem.Of);
    }

    /// <summary>Revokes a key: the next call with it is refused.</summary>
    /// <param name="caller">Whose key it must be.</param>
    /// <param name="id">Of the key.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <returns>Its name; null if the caller has no such key.</returns>
    public async Task<string?> RevokeAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var own = db.ApiKeys.Where(k => k.Id == id && k.UserId == caller.Id);
        if (await own.Select(k => k.Name).SingleOrDefaultAsync(cancellationToken) is not { } name
            || await own.ExecuteDeleteAsync(cancellationToken) == 0)
            return null;
        audit.Add(db, caller, AuditAction.KeyChange, name, detail: "API key revoked.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return name;
    }

    /// <summary>The key of a call; null if it is unknown, expired or revoked, or its owner has lost access.</summary>
    /// <param name="text">As the caller sent it; need not be well-formed.</param>
    /// <param name="address">Where the call comes from; null if unknown.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="LimitReachedException">Too many that do not work came from this network: it was not looked for.</exception>
    public async Task<OpenKey?> FindAsync(string? text, IPAddress? address, CancellationToken cancellationToken)
    {
        if (KeyText.Read(text) is not var (id, hash))
            return null;
        if (Strangers.Count(text!, address) is { Allowed: false, ResetSeconds: var reset })
        {
            throw new LimitReachedException(
                $"Too many API keys that do not work came from your address. Try again in {reset} seconds.", TimeSpan.FromSeconds(reset));
        }
        var key = await FindAsync(id, hash, address, cancellationToken);
        Strangers.Note(text!, works: key is not null);
        return key;
    }

    private async Task<OpenKey?> FindAsync(Guid id, string hash, IPAddress? address, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.Now();
        var key = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
        if (key is null || !RowToken.Same(key.KeyHash, hash) || key.ExpiresAt <= now
            || await owners.FindAsync(db, key.UserId, cancellationToken) is not { } owner)
            return null;
        NoteUse(key, now, address);
        return new OpenKey(id, key.Scopes, owner with { Address = address, ApiKey = key.Name });
    }

    private void NoteUse(ApiKey key, DateTime now, IPAddress? address)
    {
        DateTime? due = now - UseInterval;
        if (key.LastUsedAt > due && key.LastUsedAt <= now)
            return;
        var from = address?.ToString();
        // Of the calls of one moment, one writes.
        uses.Add(key.Id, (db, cancellationToken) => db.ApiKeys
            .Where(k => k.Id == key.Id && k.LastUsedAt == key.LastUsedAt)
            .ExecuteUpdateAsync(
                k => k.SetProperty(x => x.LastUsedAt, (DateTime?)now).SetProperty(x => x.LastAddress, from), cancellationToken));
    }
}
