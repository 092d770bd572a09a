using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Retrieval.Politeness;

/// <summary>robots.txt of each host, cached in the database for all processes for a day.</summary>
public sealed class RobotsCache(IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, IOptions<RetrievalOptions> options)
{
    /// <summary>Longer files are cut here, at a whole line.</summary>
    public const int MostBytes = 500 << 10;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>An older copy is used this much longer while the host fails to serve its robots.txt.</summary>
    private static readonly TimeSpan Extension = TimeSpan.FromHours(1);

    /// <summary>How long a Crawl-delay that was just looked up is not looked up again.</summary>
    private static readonly TimeSpan DelayLifetime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (DateTime FetchedAt, RobotsRules Rules, long LookedAt)> _parsed = new();
    private readonly RetrievalOptions _options = options.Value;

    /// <summary>A cached robots.txt.</summary>
    /// <param name="Rules">Its rules for us.</param>
    /// <param name="Left">Time until it is refetched; 0 or less if that is due.</param>
    internal sealed record Known(RobotsRules Rules, TimeSpan Left)
    {
        public bool IsFresh => Left > TimeSpan.Zero;
    }

    /// <returns>Null if it was never fetched.</returns>
    internal async Task<Known?> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (!_options.RespectRobots)
            return new Known(RobotsRules.None, Lifetime);
        host = host.ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await LookAsync(db, host, cancellationToken) is not var (fetchedAt, rules))
            return null;
        return new Known(rules, fetchedAt + Lifetime - await clock.RecentAsync(db, cancellationToken));
    }

    /// <summary>Crawl-delay of the host; 0 if it sets none.</summary>
    internal async Task<TimeSpan> DelayAsync(CreamPieDbContext db, string host, CancellationToken cancellationToken)
    {
        if (!_options.RespectRobots)
            return TimeSpan.Zero;
        if (_parsed.TryGetValue(host, out var known) && Stopwatch.GetElapsedTime(known.LookedAt) < DelayLifetime)
            return known.Rules.CrawlDelay;
        return await LookAsync(db, host, cancellationToken) is var (_, rules) ? rules.CrawlDelay : TimeSpan.Zero;
    }

    /// <summary>Stores a fetched file; a null <paramref name="body"/> means that the host has none and allows everything.</summary>
    internal async Task StoreAsync(string host, int status, byte[]? body, CancellationToken cancellationToken)
    {
        host = host.ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var at = await StampAsync(db, TimeSpan.Zero, cancellationToken);
        var rules = body is null ? "" : TextOf(body);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into host_robots (host, fetched_at, status, rules) values ({host}, {at}, {status}, {rules})
            on conflict (host) do update set fetched_at = excluded.fetched_at, status = excluded.status, rules = excluded.rules
            """,
            cancellationToken);
        _parsed.TryRemove(host, out _);
    }

    /// <summary>Keeps the cached copy a little longer.</summary>
    internal async Task ExtendAsync(string host, CancellationToken cancellationToken)
    {
        host = host.ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var at = await StampAsync(db, Extension - Lifetime, cancellationToken);
        await db.Database.ExecuteSqlAsync($"update host_robots set fetched_at = {at} where host = {host}", cancellationToken);
    }

    private async Task<(DateTime FetchedAt, RobotsRules Rules)?> LookAsync(
        CreamPieDbContext db, string host, CancellationToken cancellationToken)
    {
        var row = db.HostRobots.AsNoTracking().Where(r => r.Host == host);
        if (await row.Select(r => (DateTime?)r.FetchedAt).SingleOrDefaultAsync(cancellationToken) is not { } fetchedAt)
            return null;
        // Not read and parsed again for each request: it may have half a megabyte.
        var now = Stopwatch.GetTimestamp();
        if (_parsed.TryGetValue(host, out var known) && known.FetchedAt == fetchedAt)
        {
            _parsed[host] = known with { LookedAt = now };
            return (known.FetchedAt, known.Rules);
        }
        var read = await row.SingleAsync(cancellationToken);
        var rules = RobotsRules.Parse(read.Rules, _options.ProductToken);
        _parsed[host] = (read.FetchedAt, rules, now);
        return (read.FetchedAt, rules);
    }

    private async Task<object> StampAsync(CreamPieDbContext db, TimeSpan offset, CancellationToken cancellationToken) =>
        InstantAsMilliseconds.ToParameter(db, await clock.NowAsync(db, cancellationToken) + offset);

    /// <summary>The first 500 KB in whole lines. An HTML page has no rules; PostgreSQL stores no NUL in a text.</summary>
    private static string TextOf(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MostBytes))).Replace("\0", "", StringComparison.Ordinal);
        if (text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['<', ..])
            return "";
        return body.Length > MostBytes ? text[..(text.LastIndexOfAny(['\r', '\n']) + 1)] : text;
    }
}
