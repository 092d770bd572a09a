using System.Globalization;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Monitoring.Alerts.Conditions;

/// <summary>Stocks whose data has not been confirmed for a day beyond what their calendar allows.</summary>
internal sealed class LateStocksCondition : IAlertCondition
{
    private const int Named = 5;

    private static readonly TimeSpan Beyond = TimeSpan.FromDays(1);

    public string Name => "late-stocks";

    public async Task<IReadOnlyList<FoundAlert>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var before = now - Beyond;
        // No source knows the others: that is told where they are tracked.
        var late = db.Stocks.AsNoTracking().Pulled().Where(s => s.Status != StockStatus.NotFound
            && (s.CurrentUntil < before || (s.CurrentUntil == null && s.NextDue < before)));
        var count = await late.CountAsync(cancellationToken);
        if (count == 0)
            return [];
        var symbols = await late.OrderBy(s => s.CurrentUntil ?? s.NextDue).ThenBy(s => s.Symbol).Take(Named)
            .Select(s => s.Symbol).ToListAsync(cancellationToken);
        var more = count > symbols.Count ? string.Create(CultureInfo.InvariantCulture, $" and {count - symbols.Count} more") : "";
        return
        [
            new(
                Name, count == 1 ? "1 stock is late" : string.Create(CultureInfo.InvariantCulture, $"{count} stocks are late"),
                $"No source has confirmed a session that has been complete for more than a day: {string.Join(", ", symbols)}{more}. "
                + "The page Pulls says why."),
        ];
    }
}
