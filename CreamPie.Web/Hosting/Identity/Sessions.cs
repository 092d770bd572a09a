using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Web.Hosting.Identity;

/// <summary>One row a sign-in. Cookie and tokens only name it, so that revoking it revokes them all.</summary>
internal sealed class Sessions(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    public static readonly TimeSpan CookieLife = TimeSpan.FromHours(12);
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(14);

    /// <summary>A session revoked on another node is refused here after at most this.</summary>
    internal static readonly TimeSpan CacheLife = TimeSpan.FromSeconds(3);
    private const int CacheSize = 10_000;

    private readonly ConcurrentDictionary<Guid, (SessionUser? User, DateTime ReadAt)> _cache = [];

    public async Task<Guid> StartForCookieAsync(string userId, HttpContext context, CancellationToken cancellationToken) =>
        (await StartAsync(userId, CookieLife, withRefresh: false, context, cancellationToken)).Session;

    /// <summary>The refresh token is told this once; the database has its hash only.</summary>
    public async Task<(Guid Session, string RefreshToken)> StartForTokenAsync(string userId, HttpContext context, CancellationToken cancellationToken) =>
        await StartAsync(userId, RefreshLife, withRefresh: true, context, cancellationToken);

    /// <summary>Null if the session is revoked or over, or its user disabled.</summary>
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

    /// <summary>A refresh token is good once. One that comes again was stolen, from us or from the caller: the session ends.</summary>
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

    public async Task<int> CountAsync(string userId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserSessions.CountAsync(s => s.UserId == userId && s.RevokedAt == null && s.ExpiresAt > now, cancellationToken);
    }

    private async Task<(Guid Session, string RefreshToken)> StartAsync(
        string userId, TimeSpan life, bool withRefresh, HttpContext context, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        var refresh = NewRefreshToken(id);
        var agent = context.Request.Headers.UserAgent.ToString();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.UserSessions.Add(new UserSession
        {
            Id = id,
            UserId = userId,
            CreatedAt = time.Now(),
            ExpiresAt = time.Now() + life,
            RefreshHash = withRefresh ? HashOf(refresh) : null,
            UserAgent = agent.Length > 300 ? agent[..300] : agent,
            Address = context.Connection.RemoteIpAddress?.ToString(),
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
                Roles = (from ur in db.UserRoles join r in db.Roles on ur.RoleId equals r.Id where ur.UserId == u.Id select r.Name).ToList(),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new SessionUser(session, found.Id, found.Email ?? "", [.. found.Roles.OfType<string>()], found.ExpiresAt);
    }

    private static string NewRefreshToken(Guid session) => $"{session:N}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
