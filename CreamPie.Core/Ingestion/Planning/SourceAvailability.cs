using CreamPie.Core.Market;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>Sources by availability at one moment.</summary>
/// <param name="Stopped">Stopped by their circuit breaker.</param>
/// <param name="Paused">Their host is paused for longer than <see cref="FallbackRound.MaxHostWait"/>.</param>
/// <param name="Free">All others: available.</param>
internal sealed record SourceAvailability(
    IReadOnlyCollection<SourceName> Stopped, IReadOnlySet<SourceName> Paused, IReadOnlyCollection<SourceName> Free)
{
    /// <summary>Any symbol: all requests of a source go to one host.</summary>
    private static readonly Symbol Probe = Symbol.Parse("A");

    public static async Task<SourceAvailability> ReadAsync(
        CreamPieDbContext db, SourceCatalog catalog, DateTime now, CancellationToken cancellationToken)
    {
        var stopped = await db.SourceHealth.StoppedAsync(cancellationToken);
        var waitLimit = now + FallbackRound.MaxHostWait;
        var pausedHosts = await db.HostGates.Where(g => g.PausedUntil > waitLimit).Select(g => g.Host).ToListAsync(cancellationToken);
        var paused = catalog.Requestable.Where(s => HostOf(catalog[s], now) is { } host && pausedHosts.Contains(host)).ToHashSet();
        return new(stopped, paused, [.. catalog.Requestable.Except(stopped).Except(paused)]);
    }

    private static string? HostOf(ISource source, DateTime now)
    {
        try
        {
            return source.RequestHistory(Probe, from: null, now)?.Url.Authority.ToLowerInvariant();
        }
        catch (InvalidOperationException)
        {
            // The source is this server, which does not listen yet.
            return null;
        }
    }
}
