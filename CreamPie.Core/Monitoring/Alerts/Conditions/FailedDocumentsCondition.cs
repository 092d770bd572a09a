using System.Globalization;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Monitoring.Alerts.Conditions;

/// <summary>Dead letters that neither time nor another pull heals; one alert for each reason of each source.</summary>
internal sealed class FailedDocumentsCondition : IAlertCondition
{
    /// <summary>Retried each day, or told at the stock: they need no operator.</summary>
    private static readonly Reason?[] Healed =
        [Reason.Network, Reason.ServerError, Reason.RateLimited, Reason.SymbolUnknown, Reason.EmptyUnexpected];

    public string Name => "failed-documents";

    public async Task<IReadOnlyList<FoundAlert>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var failed = await db.Documents.AsNoTracking().DeadLetters().Where(d => !Healed.Contains(d.Reason))
            .GroupBy(d => new { d.Source, d.Reason })
            .Select(g => new { g.Key.Source, g.Key.Reason, Count = g.Count(), Newest = g.Max(d => d.Id) })
            .ToListAsync(cancellationToken);
        return
        [
            .. failed.OrderBy(f => f.Source).ThenBy(f => f.Reason).Select(f => new FoundAlert(
                $"{Name}:{f.Source}:{f.Reason}", $"Documents of {f.Source} failed: {f.Reason}",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{f.Count} of them, the newest is document {f.Newest}. The page Failed documents says what helps."))),
        ];
    }
}
