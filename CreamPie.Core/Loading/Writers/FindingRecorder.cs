using CreamPie.Core.Processing;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Writers;

/// <summary>Records the findings of a load, skipping those that are already open.</summary>
internal static class FindingRecorder
{
    public static async Task AddAsync(
        CreamPieDbContext db, int stockId, LoadRequest request, IEnumerable<(int DocumentId, ProcessedFinding Finding)> found,
        CancellationToken cancellationToken)
    {
        var all = found.ToList();
        if (all.Count == 0)
            return;
        var open = (await db.Findings.AsNoTracking()
                .Where(f => f.StockId == stockId && f.ClosedAt == null)
                .Select(f => new { f.Kind, f.Date, f.Seen })
                .ToListAsync(cancellationToken))
            .Select(f => (f.Kind, f.Date, f.Seen))
            .ToHashSet();
        db.Findings.AddRange(all.Where(f => open.Add((f.Finding.Kind, f.Finding.Date, f.Finding.Seen))).Select(f => new Finding
        {
            StockId = stockId,
            DocumentId = f.DocumentId,
            Kind = f.Finding.Kind,
            Date = f.Finding.Date,
            Seen = f.Finding.Seen,
            Done = f.Finding.Done,
            FoundAt = request.KnownAt,
        }));
    }
}
