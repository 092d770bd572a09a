using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts;

/// <summary>Sessions, one row per sign-in. Cookies and tokens only refer to it, so that revoking it revokes them all.</summary>
/// <param name="contexts">Of the database with the rows.</param>
/// <param name="uses">Gets when a session was used.</param>
/// <param name="options">How long a session of a browser may be idle.</param>
/// <param name="accounts">Whether any session counts that no identity provider began.</param>
/// <param name="time">Decides what has expired.</param>
public sealed class Sessions(
    IDbContextFactory<CreamPieDbContext> contexts, UseNotes uses, IOptions<SessionOptions> options, IOptions<AccountsOptions> accounts,
    TimeProvider time)
{
    /// <summary>How long a sign-in by cookie lasts, used or not.</summary>
    public static readonly TimeSpan CookieLife = TimeSpan.FromHours(12);

    /// <summary>How long a refresh token may stay unused; each rotation restarts it.</summary>
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(14);

    /// <summary>A session revoked on another node is refused here after at most this.</summary>
    internal static readonly TimeSpan CacheLife = TimeSpan.FromSeconds(3);
    private const int CacheSize = 10_000;

    /// <summary>A use is written down at most this often.</summary>
    private static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, (SessionUser? User, DateTime ReadAt)> _cache = [];
    private readonly ConcurrentDictionary<Guid, DateTime> _used = [];

    /// <summary>Starts a session of <see cref="CookieLife"/> and returns its id.</summary>
    /// <param name="user">Who signed in, as read before the factors were checked.</param>
    /// <param name="userAgent">The User-Agent header as it came; its first 300 characters are stored.</param>
    /// <param name="address">Where the sign-in came from; null where that is not known.</param>
    /// <param name="isProved">False if nobody may have been asked for a factor.</param>
    /// <param name="provider">Issuer of the identity provider that began it; null for a password or a passkey.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    /// <exception cref="AccessDeniedException">
    /// The account was disabled, or changed how it is entered, since it was read; or only identity providers begin sessions here, and none
    /// began this one.
    /// </exception>
    public async Task<Guid> StartForCookieAsync(
        AppUser user, string userAgent, IPAddress? address, bool isProved, string? provider, CancellationToken cancellationToken) =>
        (await StartAsync(user, CookieLife, withRefresh: false, userAgent, address, isProved, provider, cancellationToken)).Session;

    /// <summary>
    /// Starts a session of <see cref="RefreshLife"/>. The refresh token is returned this once; the database has its hash only.
    /// </summary>
    /// <param name="user">Who signed in, as read before the factors were checked.</param>
    /// <param name="userAgent">The User-Agent header as it came; its first 300 characters are stored.</param>
    /// <param name="address">Where the sign-in came from; null where that is not known.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    /// <exception cref="AccessDeniedException">
    /// The account was disabled, or changed how it is entered, since it was read; or only identity providers begin sessions here.
    /// </exception>
    public async Task<(Guid Session, string RefreshToken)> StartForTokenAsync(
        AppUser user, string userAgent, IPAddress? address, CancellationToken cancellationToken) =>
        await StartAsync(user, RefreshLife, withRefresh: true, userAgent, address, isProved: true, provider: null, cancellationToken);

    /// <summary>
    /// The session's user, at most three seconds old; null if the session is revoked, expired or idle for too long, or its user disabled.
    /// </summary>
    /// <param name="session">The id that cookie or token carries.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<SessionUser?> FindAsync(Guid session, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (!_cache.TryGetValue(session, out var cached) || now - cached.ReadAt >= CacheLife || now < cached.ReadAt)
        {
            cached = (await ReadAsync(session, cancellationToken), now);
            if (_cache.Count >= CacheSize)
                _cache.Clear();
            _cache[session] = cached;
        }
        return cached.User?.ExpiresAt > now ? cached.User : null;
    }

    /// <summary>
    /// Keeps a session of a browser from ending for want of use: for what a person does, not for what a page repeats by itself.
    /// Of a program's session it only notes when it was last seen.
    /// </summary>
    /// <param name="session">The session that was used; it was valid just now.</param>
    public void Use(Guid session)
    {
        var now = time.Now();
        if (_used.TryGetValue(session, out var before) && now - before < UseInterval && now >= before)
            return;
        if (_used.Count >= CacheSize)
            _used.Clear();
        _used[session] = now;
        DateTime? seen = now;
        uses.Add(session, async (db, cancellationToken) =>
        {
            try
            {
                await db.UserSessions
                    .Where(s => s.Id == session && s.RevokedAt == null && (s.LastSeenAt == null || s.LastSeenAt < seen))
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, seen), cancellationToken);
            }
            // Npgsql's lost connections are InvalidOperationExceptions.
            catch (Exception fault) when (fault is DbException or InvalidOperationException)
            {
                // A full disk or a long write must sign nobody out: the next use writes it down.
                _used.TryRemove(session, out _);
            }
        });
    }

    /// <summary>
    /// Exchanges a refresh token, which is valid once. A token that is used twice has been stolen, so the session is revoked.
    /// </summary>
    /// <param name="refreshToken">As the caller sent it; need not be well-formed.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    /// <returns>The session and its next refresh token; null if the token was used or is not ours, or its session has expired.</returns>
    public async Task<(Guid Session, string RefreshToken)?> RotateAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if (RowToken.Read(refreshToken) is not var (session, hash) || await ReadAsync(session, cancellationToken) is null)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (next, nextHash) = RowToken.Of(session);
        var expires = time.Now() + RefreshLife;
        var rotated = await db.UserSessions
            .Where(s => s.Id == session && s.RefreshHash == hash && s.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RefreshHash, nextHash).SetProperty(x => x.ExpiresAt, expires), cancellationToken);
        _cache.TryRemove(session, out _);
        if (rotated == 1)
            return (session, next);
        await RevokeAsync(session, cancellationToken);
        return null;
    }

    /// <summary>
    /// Ends a session: its cookie, access tokens and refresh token are refused from now on. Ending it twice changes nothing.
    /// </summary>
    /// <param name="session">The session to end.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public async Task RevokeAsync(Guid session, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        DateTime? now = time.Now();
        await db.UserSessions
            .Where(s => s.Id == session && s.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
        _cache.TryRemove(session, out _);
    }

    /// <summary>
    /// Signs a user out everywhere, or everywhere else. Browsers that skip the second step have to take it again, and sign-ins that
    /// have begun have to begin anew.
    /// </summary>
    /// <param name="userId">The user whose sessions end.</param>
    /// <param name="except">The session to keep; null for none.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public async Task RevokeAllAsync(string userId, Guid? except, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stamp = Guid.NewGuid().ToString("N");
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(
            u => u.SetProperty(x => x.SecurityStamp, stamp).SetProperty(x => x.ConcurrencyStamp, stamp), cancellationToken);
        await RevokeAllAsync(db, userId, except, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Forget(userId);
    }

    /// <summary>
    /// The same within a unit of work, which has stored a new security stamp of the user: the sessions end with it, or not at all.
    /// </summary>
    /// <param name="db">In the caller's transaction.</param>
    /// <param name="userId">The user whose sessions end.</param>
    /// <param name="except">The session to keep; null for none.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public async Task RevokeAllAsync(CreamPieDbContext db, string userId, Guid? except, CancellationToken cancellationToken)
    {
        DateTime? now = time.Now();
        await db.UserSessions
            .Where(s => s.UserId == userId && s.Id != except && s.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
        Forget(userId);
    }

    /// <summary>Reads a user's sessions anew: what they carry was changed.</summary>
    internal void Forget(string userId)
    {
        foreach (var (session, _) in _cache.Where(c => c.Value.User?.UserId == userId))
            _cache.TryRemove(session, out _);
    }

    /// <summary>How many sessions of the user are valid.</summary>
    /// <param name="userId">The user whose sessions are counted.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<int> CountAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Valid(db).CountAsync(s => s.UserId == userId, cancellationToken);
    }

    /// <inheritdoc cref="SessionRows.Valid"/>
    internal IQueryable<UserSession> Valid(CreamPieDbContext db) =>
        SessionRows.Valid(db, time.Now(), TimeSpan.FromMinutes(options.Value.IdleMinutes), accounts.Value.OnlyOidc);

    private async Task<(Guid Session, string RefreshToken)> StartAsync(
        AppUser user, TimeSpan life, bool withRefresh, string userAgent, IPAddress? address, bool isProved, string? provider,
        CancellationToken cancellationToken)
    {
        if (accounts.Value.OnlyOidc && provider is null)
            throw new AccessDeniedException(AccountsOptions.OnlyOidcText);
        var id = Guid.NewGuid();
        var (refresh, hash) = RowToken.Of(id);
        var now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var session = new UserSession
        {
            Id = id,
            UserId = user.Id,
            CreatedAt = now,
            LastSeenAt = now,
            ProvedAt = isProved ? now : null,
            ExpiresAt = now + life,
            RefreshHash = withRefresh ? hash : null,
            UserAgent = userAgent.Length > 300 ? userAgent[..300] : userAgent,
            Address = address?.ToString(),
            Provider = provider,
        };
        await SessionStart.StoreAsync(db, user, session, cancellationToken);
        _used[id] = now;
        return (id, refresh);
    }

    private async Task<SessionUser?> ReadAsync(Guid session, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await SessionRows.ReadAsync(
            db, Valid(db).Where(s => s.Id == session), accounts.Value.OnlyOidc, cancellationToken);
    }
}
