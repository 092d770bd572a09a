using CreamPie.Core.Market;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>Which sources can be asked at this moment.</summary>
/// <param name="Stopped">Not until they are resumed.</param>
/// <param name="Paused">Not for longer than <see cref="FallbackRound.MaxHostWait"/>: their host wants peace.</param>
/// <param name="Free">All others.</param>
internal sealed record SourceAvailability(
    IReadOnlyCollection<SourceName> Stopped, IReadOnlySet<SourceName> Paused, IReadOnlyCollection<SourceName> Free)
{
    /// <summary>Any symbol: a source has one host.</summary>
    private static readonly Symbol Probe = Symbol.Parse("A");

    public static async Task<SourceAvailability> ReadAsync(CreamPieDbContext db, SourceCatalog catalog, DateTime now, CancellationToken cancellationToken)
    {
        var stopped = await db.SourceHealth.StoppedAsync(cancellationToken);
        var patience = now + FallbackRound.MaxHostWait;
        var silent = await db.HostGates.Where(g => g.PausedUntil > patience).Select(g => g.Host).ToListAsync(cancellationToken);
        var paused = catalog.Requestable.Where(s => HostOf(catalog[s], now) is { } host && silent.Contains(host)).ToHashSet();
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
            // It is this server itself, which does not listen yet.
            return null;
        }
    }
}
