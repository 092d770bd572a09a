using CreamPie.Core.Sources;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>
/// Marks the stocks with documents that an older version of a parser has read, so that they are judged anew: once per version, by the
/// first process that has it.
/// </summary>
public sealed class ParserUpgrade(MaintenanceSchedule schedule, SourceCatalog sources)
{
    private static readonly TimeSpan NeverAgain = TimeSpan.FromDays(36_500);

    private bool _isDone;

    internal async Task MarkAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (_isDone)
            return;
        foreach (var source in sources.All)
        {
            var (name, version) = (source.Name, source.ParserVersion);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (!await schedule.TryTakeAsync(db, MaintenanceTask.ReadAnew(name, version), NeverAgain, cancellationToken))
                continue;
            await db.Stocks
                .Where(s => !s.NeedsReplay && db.LoadLedger.Any(e => e.StockId == s.Id && e.ParserVersion < version
                    && db.Documents.Any(d => d.Id == e.DocumentId && d.Source == name)
                    && !db.LoadLedger.Any(n => n.DocumentId == e.DocumentId && n.ParserVersion >= version)))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsReplay, true), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        _isDone = true;
    }
}
