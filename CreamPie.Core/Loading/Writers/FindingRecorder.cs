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
        db.Findings.AddRange(all
            .Where(f => open.Add((f.Finding.Kind, f.Finding.Date, f.Finding.Seen)))
            .Select(f => NewRow(stockId, f.DocumentId, f.Finding, request)));
    }

    /// <summary>Records a finding of a stock that is not loaded into.</summary>
    public static void Add(CreamPieDbContext db, int stockId, LoadRequest request, ProcessedFinding finding) =>
        db.Findings.Add(NewRow(stockId, request.DocumentId, finding, request));

    private static Finding NewRow(int stockId, int documentId, ProcessedFinding finding, LoadRequest request) => new()
    {
        StockId = stockId,
        DocumentId = documentId,
        Kind = finding.Kind,
        Date = finding.Date,
        Seen = finding.Seen,
        Done = finding.Done,
        FoundAt = request.KnownAt,
    };
}
