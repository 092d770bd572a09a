using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.SourceHealth;

/// <summary>
/// Records the health of each source in the transactions that end its documents, and stops a source after three different
/// documents in a row with an unknown layout: the source has changed, and further requests would fail alike.
/// </summary>
internal static class SourceCircuitBreaker
{
    /// <summary>Why the source is stopped; null if it is not.</summary>
    public static Task<string?> WhyStoppedAsync(CreamPieDbContext db, SourceName source, CancellationToken cancellationToken) =>
        Row(db, source).Stopped().Select(h => h.StoppedWhy).SingleOrDefaultAsync(cancellationToken);

    /// <summary>A document was parsed completely, with or without rows.</summary>
    public static async Task LoadedAsync(CreamPieDbContext db, Document document, DateTime now, CancellationToken cancellationToken)
    {
        if (document.IsFile)
            return;
        if (await WriteAsync() == 1)
            return;
        await EnsureRowAsync(db, document.Source, cancellationToken);
        await WriteAsync();

        Task<int> WriteAsync() => Row(db, document.Source).ExecuteUpdateAsync(
            set => set
                .SetProperty(h => h.LastLoadedAt, now)
                .SetProperty(h => h.UnknownLayouts, 0)
                .SetProperty(h => h.Layout, h => document.Layout ?? h.Layout),
            cancellationToken);
    }

    /// <summary>
    /// A document ended without a load. <paramref name="document"/> is as leased: one that already had an unknown layout is not
    /// counted twice.
    /// </summary>
    /// <returns>True if this end has stopped the source.</returns>
    public static async Task<bool> EndedAsync(
        CreamPieDbContext db, Document document, AttemptResult ending, int? parserVersion, DateTime now,
        CancellationToken cancellationToken)
    {
        if (document.IsFile)
            return false;
        if (ending.Outcome == Outcome.NoData)
        {
            await LoadedAsync(db, document, now, cancellationToken);
            return false;
        }
        await EnsureRowAsync(db, document.Source, cancellationToken);
        // Refused for its content, so its layout is known.
        var isRead = ending.Reason is Reason.MassRewrite or Reason.Basis or Reason.Days;
        var counts = ending.Reason == Reason.Layout && document.Reason != Reason.Layout ? 1 : 0;
        await Row(db, document.Source).ExecuteUpdateAsync(
            set => set
                .SetProperty(h => h.LastFailedAt, now)
                .SetProperty(h => h.LastReason, ending.Reason)
                .SetProperty(h => h.LastError, ending.Error)
                .SetProperty(h => h.UnknownLayouts, h => isRead ? 0 : h.UnknownLayouts + counts),
            cancellationToken);
        var why = $"{SourceHealthRow.MostUnknownLayouts} documents in a row have an unknown layout: the source has changed. "
            + $"Last: {ending.Error}";
        return counts == 1 && await Row(db, document.Source)
            .Where(h => h.StoppedAt == null && h.UnknownLayouts >= SourceHealthRow.MostUnknownLayouts)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(h => h.StoppedAt, now)
                    .SetProperty(h => h.StoppedWhy, ColumnText.Shortened(why, ColumnText.LongestError))
                    .SetProperty(h => h.StoppedParserVersion, parserVersion),
                cancellationToken) == 1;
    }

    private static IQueryable<SourceHealthRow> Row(CreamPieDbContext db, SourceName source) =>
        db.SourceHealth.Where(h => h.Source == source);

    /// <summary>A concurrent insert is as good.</summary>
    private static async Task EnsureRowAsync(CreamPieDbContext db, SourceName source, CancellationToken cancellationToken)
    {
        if (!await Row(db, source).AnyAsync(cancellationToken))
        {
            await db.Database.ExecuteSqlAsync(
                $"insert into source_health (source, unknown_layouts) values ({(short)source}, 0) on conflict do nothing",
                cancellationToken);
        }
    }
}
