using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts;

/// <summary>Sessions, one row per sign-in. Cookies and tokens only refer to it, so that revoking it revokes them all.</summary>
/// <param name="contexts">Of the database with the rows.</param>
/// <param name="time">Decides what has expired.</param>
public sealed class Sessions(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    /// <summary>How long a sign-in by cookie lasts, used or not.</summary>
    public static readonly TimeSpan CookieLife = TimeSpan.FromHours(12);

    /// <summary>How long a refresh token may stay unused; each rotation restarts it.</summary>
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(14);

    /// <summary>A session revoked on another node is refused here after at most this.</summary>
    internal static readonly TimeSpan CacheLife = TimeSpan.FromSeconds(3);
    private const int CacheSize = 10_000;

    private readonly ConcurrentDictionary<Guid, (SessionUser? User, DateTime ReadAt)> _cache = [];

    /// <summary>Starts a session of <see cref="CookieLife"/> and returns its id.</summary>
    /// <param name="userId">The user who signed in.</param>
    /// <param name="userAgent">The User-Agent header as it came; its first 300 characters are stored.</param>
    /// <param name="address">Where the sign-in came from; null where that is not known.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    public async Task<Guid> StartForCookieAsync(string userId, string userAgent, IPAddress? address, CancellationToken cancellationToken) =>
        (await StartAsync(userId, CookieLife, withRefresh: false, userAgent, address, cancellationToken)).Session;

    /// <summary>
    /// Starts a session of <see cref="RefreshLife"/>. The refresh token is returned this once; the database has its hash only.
    /// </summary>
    /// <param name="userId">The user who signed in.</param>
    /// <param name="userAgent">The User-Agent header as it came; its first 300 characters are stored.</param>
    /// <param name="address">Where the sign-in came from; null where that is not known.</param>
    /// <param name="cancellationToken">Ends the insert.</param>
    public async Task<(Guid Session, string RefreshToken)> StartForTokenAsync(
        string userId, string userAgent, IPAddress? address, CancellationToken cancellationToken) =>
        await StartAsync(userId, RefreshLife, withRefresh: true, userAgent, address, cancellationToken);

    /// <summary>The session's user, at most three seconds old; null if the session is revoked or expired, or its user disabled.</summary>
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
    /// Exchanges a refresh token, which is valid once. A token that is used twice has been stolen, so the session is revoked.
    /// </summary>
    /// <param name="refreshToken">As the caller sent it, in whatever form.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    /// <returns>The session and its next refresh token; null if the token was used or is not ours, or its session has expired.</returns>
    public async Task<(Guid Session, string RefreshToken)?> RotateAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(refreshToken.Split('.')[0], "N", out var session) || await ReadAsync(session, cancellationToken) is null)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var hash = HashOf(refreshToken);
        var next = NewRefreshToken(session);
        var nextHash = HashOf(next);
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

    /// <summary>Signs a user out everywhere, or everywhere else.</summary>
    /// <param name="userId">The user whose sessions end.</param>
    /// <param name="except">The session to keep; null for none.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    public async Task RevokeAllAsync(string userId, Guid? except, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        DateTime? now = time.Now();
        await db.UserSessions
            .Where(s => s.UserId == userId && s.Id != except && s.RevokedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
        foreach (var (session, _) in _cache.Where(c => c.Value.User?.UserId == userId && c.Key != except))
            _cache.TryRemove(session, out _);
    }

    /// <summary>How many sessions of the user are neither revoked nor expired.</summary>
    /// <param name="userId">The user whose sessions are counted.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<int> CountAsync(string userId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserSessions.CountAsync(s => s.UserId == userId && s.RevokedAt == null && s.ExpiresAt > now, cancellationToken);
    }

    private async Task<(Guid Session, string RefreshToken)> StartAsync(
        string userId, TimeSpan life, bool withRefresh, string userAgent, IPAddress? address, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        var refresh = NewRefreshToken(id);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.UserSessions.Add(new UserSession
        {
            Id = id,
            UserId = userId,
            CreatedAt = time.Now(),
            ExpiresAt = time.Now() + life,
            RefreshHash = withRefresh ? HashOf(refresh) : null,
            UserAgent = userAgent.Length > 300 ? userAgent[..300] : userAgent,
            Address = address?.ToString(),
        });
        await db.SaveChangesAsync(cancellationToken);
        return (id, refresh);
    }

    private async Task<SessionUser?> ReadAsync(Guid session, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from s in db.UserSessions
            join u in db.Users on s.UserId equals u.Id
            where s.Id == session && s.RevokedAt == null && s.ExpiresAt > now && u.DisabledAt == null
            select new
            {
                s.ExpiresAt,
                u.Id,
                u.Email,
                Roles = (
                    from ur in db.UserRoles
                    join r in db.Roles on ur.RoleId equals r.Id
                    where ur.UserId == u.Id
                    select r.Name).ToList(),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new SessionUser(session, found.Id, found.Email ?? "", [.. found.Roles.OfType<string>()], found.ExpiresAt);
    }

    private static string NewRefreshToken(Guid session) => $"{session:N}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
