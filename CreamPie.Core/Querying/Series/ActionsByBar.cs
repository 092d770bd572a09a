using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Querying.Series;

/// <summary>Gives each bar the splits and the cash of its period.</summary>
internal static class ActionsByBar
{
    /// <param name="bars">Oldest first.</param>
    /// <param name="lastSessions">Of their periods; null for daily bars.</param>
    /// <param name="before">The last session before the first of them that an ex-date may follow; null for none.</param>
    /// <param name="history">The stock's.</param>
    /// <param name="adjust">Of the bars.</param>
    /// <returns>One for each of <paramref name="bars"/>.</returns>
    public static BarActions[] Of(
        DailyBar[] bars, DateOnly[]? lastSessions, DateOnly? before, ActionHistory history, PriceAdjustment adjust)
    {
        var found = new BarActions[bars.Length];
        var actions = history.Actions;
        var next = 0;
        var after = before;
        for (var i = 0; i < found.Length; i++)
        {
            var first = bars[i].Date;
            var last = lastSessions is null ? first : lastSessions[i];
            var dayBefore = DayBefore(first);
            after ??= dayBefore;
            while (next < actions.Count && actions[next].Action.ExDate <= after)
                next++;
            var from = next;
            while (next < actions.Count && actions[next].Action.ExDate <= last)
                next++;
            found[i] = Of(history, from, next, history.Knows(dayBefore, last), first == last);
            if (adjust == PriceAdjustment.None && found[i].DivCash is { } cash and not 0)
                found[i] = found[i] with { DivCash = Adjustment.CashAsTraded(cash, history.Splits.Pending(last, last)) };
            after = last;
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
