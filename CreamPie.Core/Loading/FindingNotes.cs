using CreamPie.Core.Database;
using CreamPie.Core.Processing;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading;

/// <summary>Notes what a load found, once: the same doubt that is still open is not noted again.</summary>
internal static class FindingNotes
{
    public static async Task AddAsync(
        CreamPieDbContext db, int stockId, LoadRequest request, MergePlan plan, CancellationToken cancellationToken)
    {
        var missing = plan.Missing.Distinct().Select(day => new ProcessedFinding(
            FindingKind.MissingInLaterCapture, day, "A later capture covers this day and does not have it.", "Kept."));
        var all = request.Document.Findings.Concat(missing).ToList();
        if (all.Count == 0)
            return;
        var open = (await db.Findings.AsNoTracking()
                .Where(f => f.StockId == stockId && f.ClosedAt == null)
                .Select(f => new { f.Kind, f.Date, f.Seen })
                .ToListAsync(cancellationToken))
            .Select(f => (f.Kind, f.Date, f.Seen))
            .ToHashSet();
        db.Findings.AddRange(all.Where(f => open.Add((f.Kind, f.Date, f.Seen))).Select(f => new Finding
        {
            StockId = stockId,
            DocumentId = request.DocumentId,
            Kind = f.Kind,
            Date = f.Date,
            Seen = f.Seen,
            Done = f.Done,
            FoundAt = request.KnownAt,
        }));
    }
}
