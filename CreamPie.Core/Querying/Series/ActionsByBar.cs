using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>Gives each bar the splits and the cash of its period.</summary>
internal static class ActionsByBar
{
    /// <summary>
    /// The last session before the first bar that was read, as far as an ex-date between the two needs it; the bar's row must not
    /// depend on where the request begins.
    /// </summary>
    public static async Task<DateOnly?> SessionBeforeAsync(
        CreamPieDbContext db, Stock stock, SeriesRequest request, DateOnly first, ActionHistory history,
        CancellationToken cancellationToken)
    {
        if (request.From is null || history.Actions.LastOrDefault(a => a.Action.ExDate < first)?.Action.ExDate is not { } latest)
            return null;
        var sources = StoredSeries.SourcesOf(stock, request.Source);
        var before = db.DailyBars.Where(b => b.StockId == stock.Id && sources.Contains(b.Source) && b.Date < first);
        return await before.AnyAsync(b => b.Date >= latest, cancellationToken)
            ? null
            : await before.MaxAsync(b => (DateOnly?)b.Date, cancellationToken);
    }

    /// <param name="periods">Oldest first.</param>
    /// <param name="before">The last session before the first of them that an ex-date may follow; null for none.</param>
    /// <param name="history">The stock's.</param>
    /// <param name="adjust">Of the bars.</param>
    /// <returns>One for each of <paramref name="periods"/>.</returns>
    public static IReadOnlyList<BarActions> Of(
        IReadOnlyList<PeriodBar> periods, DateOnly? before, ActionHistory history, PriceAdjustment adjust)
    {
        var found = new BarActions[periods.Count];
        var next = 0;
        for (var i = 0; i < periods.Count; i++)
        {
            var (first, last) = (periods[i].Bar.Date, periods[i].LastSession);
            var after = i > 0 ? periods[i - 1].LastSession : before ?? DayBefore(first);
            while (next < history.Actions.Count && history.Actions[next].Action.ExDate <= after)
                next++;
            var from = next;
            while (next < history.Actions.Count && history.Actions[next].Action.ExDate <= last)
                next++;
            found[i] = Of(history, from, next, history.Knows(DayBefore(first), last), first == last);
            if (adjust == PriceAdjustment.None && found[i].DivCash is { } cash and not 0)
                found[i] = found[i] with { DivCash = Adjustment.CashAsTraded(cash, history.Splits.Pending(last, last)) };
        }
        return found;
    }

    /// <summary>What is listed of a single day is known even where nobody says that the list is whole.</summary>
    private static BarActions Of(ActionHistory history, int from, int end, bool isKnown, bool isDay)
    {
        var (cash, ratio) = (0.0, 1.0);
        var (hasCash, hasSplit) = (isKnown, isKnown);
        for (var i = from; i < end; i++)
        {
            var action = history.Actions[i];
            if (action.Action.Kind == ActionKind.Split)
            {
                ratio *= action.Action.Ratio;
                hasSplit |= isDay;
                continue;
            }
            cash += Adjustment.CashToday(action, history) * (CashFactors.Rate(action, history) ?? double.NaN);
            hasCash |= isDay;
        }
        return new(hasCash && double.IsFinite(cash) ? cash : null, hasSplit ? ratio : null);
    }

    private static DateOnly DayBefore(DateOnly day) => day == DateOnly.MinValue ? day : day.AddDays(-1);
}
