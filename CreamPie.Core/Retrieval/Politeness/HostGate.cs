using System.Diagnostics;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Retrieval.Politeness;

/// <summary>
/// Throttle of each host, for all processes on the database and on its clock: one request in flight, a delay between two,
/// none during a pause. Survives restarts; a holder that dies loses the gate after the longest possible request. The
/// delay is ours, or the host's Crawl-delay if that is longer.
/// </summary>
public sealed class HostGate(
    IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, RobotsCache robots, IOptions<RetrievalOptions> options)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan InFlightPoll = TimeSpan.FromMilliseconds(20);

    private readonly RetrievalOptions _options = options.Value;

    /// <summary>Acquires the gate if it is free, due and not paused; changes nothing otherwise.</summary>
    public async Task<GateResult> AcquireAsync(string host, string holder, CancellationToken cancellationToken)
    {
        host = host.ToLowerInvariant();
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var delay = await DelayAsync(db, host, cancellationToken);
            var now = await clock.NowAsync(db, cancellationToken);
            var until = Instant.WholeMilliseconds(now + _options.TotalTimeout + Margin);
            var next = now + delay;
            var taken = await db.HostGates
                .Where(g => g.Host == host
                    && (g.Until == null || g.Until <= now)
                    && g.NextSlot <= now
                    && (g.PausedUntil == null || g.PausedUntil <= now))
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(g => g.Holder, holder)
                        .SetProperty(g => g.Token, g => g.Token + 1)
                        .SetProperty(g => g.Until, until)
                        .SetProperty(g => g.NextSlot, next)
                        .SetProperty(g => g.PausedUntil, (DateTime?)null)
                        .SetProperty(g => g.Why, (string?)null),
                    cancellationToken);
            var gate = taken == 1
                ? await TakenAsync(db, host, holder, until)
                : await db.HostGates.AsNoTracking().SingleOrDefaultAsync(g => g.Host == host, cancellationToken);
            if (gate is null)
                await InsertAsync(host, now, cancellationToken);
            // Not where this process stood still in between for so long that the gate is another's.
            else if (taken == 1 && gate.Holder == holder && gate.Until == until)
                return new GateResult.Acquired(gate.Token, gate.Refusals);
            else if (!await EndsSoonAsync(db, gate, now, delay, start, cancellationToken))
                return Busy(gate, now);
        }
    }

    /// <summary>The gate that was just taken: without an answer nobody would release it, so that it is released then.</summary>
    private async Task<HostGateRow?> TakenAsync(CreamPieDbContext db, string host, string holder, DateTime until)
    {
        try
        {
            return await db.HostGates.AsNoTracking().SingleOrDefaultAsync(g => g.Host == host, CancellationToken.None);
        }
        catch
        {
            await using var other = await contexts.CreateDbContextAsync(CancellationToken.None);
            await other.HostGates.Where(g => g.Host == host && g.Holder == holder && g.Until == until).ExecuteUpdateAsync(
                set => set.SetProperty(g => g.Holder, (string?)null).SetProperty(g => g.Until, (DateTime?)null), CancellationToken.None);
            throw;
        }
    }

    /// <summary>
    /// Where one request may follow another without a wait, the one in flight is nearly over: to wait for its end costs less than to give
    /// the lease back and take it again.
    /// </summary>
    private static async Task<bool> EndsSoonAsync(
        CreamPieDbContext db, HostGateRow gate, DateTime now, TimeSpan delay, long start, CancellationToken cancellationToken)
    {
        if (gate.PausedUntil > now || delay >= ShortestWait)
            return false;
        for (var polling = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < ShortestWait;)
        {
            await Task.Delay(InFlightPoll, cancellationToken);
            var later = now + Stopwatch.GetElapsedTime(polling);
            if (await db.HostGates.AnyAsync(g => g.Host == gate.Host && g.Holder == null && g.NextSlot <= later, cancellationToken))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Releases the gate after a request: the next may start a delay from now. <paramref name="success"/> resets the count of
    /// refusals. Without effect if another request has the gate.
    /// </summary>
    public async Task ReleaseAsync(string host, long token, bool success, CancellationToken cancellationToken)
    {
        host = host.ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var delay = await DelayAsync(db, host, cancellationToken);
        var next = await clock.NowAsync(db, cancellationToken) + delay;
        await db.HostGates.Where(g => g.Host == host && g.Token == token).ExecuteUpdateAsync(
            set => set
                .SetProperty(g => g.Holder, (string?)null)
                .SetProperty(g => g.Until, (DateTime?)null)
                .SetProperty(g => g.NextSlot, next)
                .SetProperty(g => g.Refusals, g => success ? 0 : g.Refusals),
            cancellationToken);
    }

    /// <summary>
    /// Pauses the host after a refused request, even if another request has the gate by now. Waits for a restart of the
    /// database. <paramref name="pause"/> is doubled for each consecutive refusal, up to 24 h, but not if the host is only
    /// busy (RateLimited, ServerError).
    /// </summary>
    /// <returns>End of the pause (UTC, on the database's clock) and its length; never earlier than an existing pause.</returns>
    public async Task<(DateTime Until, TimeSpan Left)> PauseAsync(
        string host, long token, TimeSpan pause, Reason why, CancellationToken cancellationToken)
    {
        host = host.ToLowerInvariant();
        var isRefusal = why is not (Reason.RateLimited or Reason.ServerError);
        // Read once: a repeated write after a fault must not double again.
        var (now, gate) = await TransientFaults.RetryAsync(
            () => ReadAsync(host, cancellationToken), TransientFaults.LongRetryCount, cancellationToken);
        var refusals = gate?.Refusals ?? 0;
        var until = now + (isRefusal ? Doubled(pause, refusals) : pause);
        var counted = isRefusal ? refusals + 1 : refusals;
        await TransientFaults.RetryAsync(
            () => WriteAsync(host, token, until, why, counted, cancellationToken), TransientFaults.LongRetryCount, cancellationToken);
        if (gate is { PausedUntil: { } before } && before > until)
            until = before;
        return (until, until - now);
    }

    private async Task<(DateTime Now, HostGateRow? Gate)> ReadAsync(string host, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        return (now, await db.HostGates.AsNoTracking().SingleOrDefaultAsync(g => g.Host == host, cancellationToken));
    }

    private async Task<int> WriteAsync(
        string host, long token, DateTime until, Reason why, int refusals, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.HostGates.Where(g => g.Host == host).ExecuteUpdateAsync(
            set => set
                .SetProperty(g => g.PausedUntil, g => g.PausedUntil > until ? g.PausedUntil : until)
                .SetProperty(g => g.Why, g => g.PausedUntil > until ? g.Why : why.ToString())
                .SetProperty(g => g.Holder, g => g.Token == token ? null : g.Holder)
                .SetProperty(g => g.Until, g => g.Token == token ? null : g.Until)
                .SetProperty(g => g.Refusals, g => g.Token == token ? refusals : g.Refusals),
            cancellationToken);
    }

    private async Task<TimeSpan> DelayAsync(CreamPieDbContext db, string host, CancellationToken cancellationToken) =>
        await robots.DelayAsync(db, host, cancellationToken) is var crawlDelay && crawlDelay > _options.MinDelay
            ? crawlDelay
            : _options.MinDelay;

    private static TimeSpan Doubled(TimeSpan pause, int refusals) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, pause.TotalSeconds * Math.Pow(2, refusals)));

    private GateResult.Busy Busy(HostGateRow gate, DateTime now)
    {
        if (gate.PausedUntil > now)
            return new GateResult.Busy(gate.PausedUntil.Value, $"{gate.Host} is paused until {gate.PausedUntil:u} ({gate.Why}).");
        if (gate.Until > now)
        {
            // It may end at any time, but each attempt to acquire costs a lease.
            var soon = now + (_options.MinDelay > ShortestWait ? _options.MinDelay : ShortestWait);
            var again = gate.NextSlot > soon ? gate.NextSlot : soon;
            return new GateResult.Busy(again < gate.Until ? again : gate.Until.Value, $"Another request to {gate.Host} is in flight.");
        }
        return new GateResult.Busy(gate.NextSlot, $"The next request to {gate.Host} is due at {gate.NextSlot:u}.");
    }

    /// <summary>A concurrent insert is as good.</summary>
    private async Task InsertAsync(string host, DateTime now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var slot = InstantAsMilliseconds.ToParameter(db, now);
        await db.Database.ExecuteSqlAsync(
            $"insert into host_gate (host, token, next_slot, refusals) values ({host}, 0, {slot}, 0) on conflict do nothing",
            cancellationToken);
    }
}
