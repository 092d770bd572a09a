using System.Collections.Concurrent;
using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Retrieval.Politeness;

/// <summary>What each host's robots.txt said, for all processes on the database; good for a day.</summary>
public sealed class RobotsCache(IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, IOptions<RetrievalOptions> options)
{
    public const int MostBytes = 500 << 10;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>While a host does not give its robots.txt, an older copy serves, and it is asked again after this.</summary>
    private static readonly TimeSpan Extension = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (DateTime FetchedAt, RobotsRules Rules)> _parsed = new();
    private readonly RetrievalOptions _options = options.Value;

    /// <param name="Left">Until it is read again; not above 0 if that is due.</param>
    internal sealed record Known(RobotsRules Rules, TimeSpan Left)
    {
        public bool IsFresh => Left > TimeSpan.Zero;
    }

    /// <returns>Null if it has never been read.</returns>
    internal async Task<Known?> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (!_options.RespectRobots)
            return new Known(RobotsRules.None, Lifetime);
        host = host.ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await LookAsync(db, host, cancellationToken) is not var (fetchedAt, rules))
            return null;
        return new Known(rules, fetchedAt + Lifetime - await clock.NowAsync(db, cancellationToken));
    }

    /// <summary>What the host asks for between two requests; 0 if it asks for nothing.</summary>
    internal async Task<TimeSpan> DelayAsync(CreamPieDbContext db, string host, CancellationToken cancellationToken) =>
        _options.RespectRobots && await LookAsync(db, host, cancellationToken) is var (_, rules) ? rules.CrawlDelay : TimeSpan.Zero;

    /// <param name="body">The answer's body; null if the host has no robots.txt, and all is allowed.</param>
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
    }

    /// <summary>The copy that is here serves a little longer.</summary>
    internal async Task ExtendAsync(string host, CancellationToken cancellationToken)
    {
        host = host.ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var at = await StampAsync(db, Extension - Lifetime, cancellationToken);
        await db.Database.ExecuteSqlAsync($"update host_robots set fetched_at = {at} where host = {host}", cancellationToken);
    }

    private async Task<(DateTime FetchedAt, RobotsRules Rules)?> LookAsync(CreamPieDbContext db, string host, CancellationToken cancellationToken)
    {
        var row = db.HostRobots.AsNoTracking().Where(r => r.Host == host);
        if (await row.Select(r => (DateTime?)r.FetchedAt).SingleOrDefaultAsync(cancellationToken) is not { } fetchedAt)
            return null;
        // Half a megabyte is not read and parsed for each request.
        if (_parsed.TryGetValue(host, out var known) && known.FetchedAt == fetchedAt)
            return known;
        var read = await row.SingleAsync(cancellationToken);
        return _parsed[host] = (read.FetchedAt, RobotsRules.Parse(read.Rules, _options.ProductToken));
    }

    private async Task<object> StampAsync(CreamPieDbContext db, TimeSpan offset, CancellationToken cancellationToken)
    {
        var at = await clock.NowAsync(db, cancellationToken) + offset;
        return db.Database.IsNpgsql() ? at : new DateTimeOffset(at).ToUnixTimeMilliseconds();
    }

    /// <summary>The first 500 KB, whole lines. A page has no rules, whatever it says; and PostgreSQL keeps no NUL in a text.</summary>
    private static string TextOf(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MostBytes))).Replace("\0", "", StringComparison.Ordinal);
        if (text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['<', ..])
            return "";
        return body.Length > MostBytes ? text[..(text.LastIndexOfAny(['\r', '\n']) + 1)] : text;
    }
}
