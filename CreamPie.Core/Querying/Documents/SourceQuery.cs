using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Documents;

/// <summary>How the sources and their hosts are doing.</summary>
public sealed class SourceQuery(IDbContextFactory<CreamPieDbContext> contexts, SourceCatalog catalog, TimeProvider time)
{
    /// <summary>Every installed source in rank order, and every host that was ever asked.</summary>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public async Task<SourcesView> AllAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var health = await db.SourceHealth.AsNoTracking().ToDictionaryAsync(h => h.Source, cancellationToken);
        var gates = await db.HostGates.AsNoTracking().OrderBy(g => g.Host).ToListAsync(cancellationToken);
        var robots = await db.HostRobots.AsNoTracking()
            .Select(r => new { r.Host, r.FetchedAt, r.Status }).ToDictionaryAsync(r => r.Host, cancellationToken);
        var now = time.Now();
        return new(
            [.. catalog.All.Select(s => SourceItem.Of(s, health.GetValueOrDefault(s.Name)))],
            gates.ConvertAll(g => HostItem.Of(g, robots.GetValueOrDefault(g.Host)?.FetchedAt, robots.GetValueOrDefault(g.Host)?.Status, now)));
    }

    /// <summary>In which order one stock's sources are asked; null if there is no such stock.</summary>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public async Task<OrderView?> OrderAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stock = await db.Stocks.AsNoTracking().Where(s => s.Symbol == symbol.Value)
            .Select(s => new { s.SourceOrder }).SingleOrDefaultAsync(cancellationToken);
        if (stock is null)
            return null;
        var stopped = await db.SourceHealth.AsNoTracking().Stopped().Select(h => h.Source).ToListAsync(cancellationToken);
        var order = catalog.OrderOf(stock.SourceOrder);
        return new(stock.SourceOrder is not null, order, [.. catalog.Requestable.Except(order)], stopped);
    }
}

/// <param name="IsOwn">False where the installation's order holds.</param>
/// <param name="Asked">First to last.</param>
/// <param name="LeftOut">Installed, and not asked for this stock.</param>
/// <param name="Stopped">Not asked for any stock, because their layout is not known.</param>
public sealed record OrderView(
    bool IsOwn, IReadOnlyList<SourceName> Asked, IReadOnlyList<SourceName> LeftOut, IReadOnlyList<SourceName> Stopped);

public sealed record SourcesView(IReadOnlyList<SourceItem> Sources, IReadOnlyList<HostItem> Hosts);

/// <summary>How one source is doing.</summary>
/// <param name="StoppedAt">Nothing is asked of it since then; null while it is asked.</param>
/// <param name="UnknownLayouts">Documents of an unknown layout since the last one that could be read.</param>
/// <param name="Layout">Fingerprint of the last document that was read.</param>
/// <param name="LastGood">When it last answered well, also with nothing new.</param>
public sealed record SourceItem(
    SourceName Source, int ParserVersion, DateTime? StoppedAt, string? StoppedWhy, int UnknownLayouts, string? Layout,
    DateTime? LastGood, DateTime? LastFailed, Reason? LastReason, string? LastError)
{
    /// <summary>In a row they stop a source.</summary>
    public const int MostUnknownLayouts = SourceHealthRow.MostUnknownLayouts;

    /// <summary>The last thing that came of it was good.</summary>
    public bool IsWell => StoppedAt is null && (LastFailed is null || LastGood >= LastFailed);

    internal static SourceItem Of(ISource source, SourceHealthRow? health) => new(
        source.Name, source.ParserVersion, health?.StoppedAt, health?.StoppedWhy, health?.UnknownLayouts ?? 0, health?.Layout,
        health?.LastLoadedAt, health?.LastFailedAt, health?.LastReason, health?.LastError);
}

/// <summary>How politely one host is treated.</summary>
/// <param name="IsInFlight">A request to it is being made.</param>
/// <param name="PausedUntil">Nothing is asked of it before; null if it is not paused.</param>
/// <param name="Refusals">Refusals in a row: each doubles the pause.</param>
/// <param name="RobotsAt">When its robots.txt was read.</param>
public sealed record HostItem(
    string Host, bool IsInFlight, DateTime? PausedUntil, Reason? Why, int Refusals, DateTime? RobotsAt, int? RobotsStatus)
{
    internal static HostItem Of(HostGateRow gate, DateTime? robotsAt, int? robotsStatus, DateTime now)
    {
        var isPaused = gate.PausedUntil > now;
        return new(
            gate.Host, gate.Until > now, isPaused ? gate.PausedUntil : null,
            isPaused && Enum.TryParse<Reason>(gate.Why, out var why) ? why : null,
            gate.Refusals, robotsAt, robotsStatus);
    }
}
