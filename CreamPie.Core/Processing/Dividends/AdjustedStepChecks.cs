using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing.Dividends;

/// <summary>
/// Compares payments with the adjusted closes, which must fall by 1 - D / close of the last bar before each ex-date (Yahoo's
/// own arithmetic). Pages of 2017 list dividends that their adjusted closes do not show.
/// </summary>
internal static class AdjustedStepChecks
{
    /// <summary>The fraction of a payment that the adjusted closes must take at least, and at most.</summary>
    private const double Least = 0.5, Most = 1.5;

    /// <summary>Payments below this multiple of the rounding cannot be checked.</summary>
    private const double Clear = 4;

    /// <summary>Relative: how near a hundredth is one.</summary>
    private const double NearUnit = 0.1;

    /// <summary>As a fraction of the price: a step of adjusted closes that needs a payment.</summary>
    private const double Step = 0.002;

    /// <summary>The same, where nothing is listed: more than nearly all dividends; prices not adjusted for a split step so, too.</summary>
    private const double LargeStep = 0.13;

    public static IEnumerable<(DateOnly Day, string Seen)> Find(IEnumerable<ExDay> exDays, bool precise)
    {
        foreach (var day in exDays)
        {
            if (day.Taken is not { } taken)
                continue;
            var rounding = Rounding(day.Before, day.Bar, precise);
            var isLess = day.Part >= Clear * rounding && taken <= Least * (day.Part - day.Rounded);
            var isMore = taken > Most * (day.Part + day.Rounded) && taken - day.Part > Clear * rounding;
            if (isLess || isMore)
                yield return (day.Date, Sentence(day, taken));
        }
    }

    /// <summary>Steps of the adjusted closes on days without a payment or split; large ones only, if not all of them are listed.</summary>
    public static IEnumerable<(DateOnly Day, string Seen)> Unlisted(IReadOnlyList<DailyBar> bars, ParsedDocument document)
    {
        var areListed = document.ListsActions && document.Errors.All(e => e.Kind is not (RowProblem.Action or RowProblem.Payment));
        var listed = document.Actions.Select(a => a.ExDate).Order().ToArray();
        for (var i = 1; i < bars.Count; i++)
        {
            var (before, bar) = (bars[i - 1], bars[i]);
            if (!IsPossible(before) || !IsPossible(bar))
                continue;
            var taken = AdjustedClose.Taken(before, bar);
            if (Math.Abs(taken) <= Math.Max(areListed ? Step : LargeStep, Clear * Rounding(before, bar, document.Precise))
                || Array.Exists(listed, day => day > before.Date && day <= bar.Date))
                continue;
            yield return (
                bar.Date,
                $"The adjusted closes {(taken > 0 ? "take" : "add")} {DividendChecks.Percent(Math.Abs(taken))} of the price "
                + "on a day without a dividend or split.");
        }
    }

    private static bool IsPossible(DailyBar bar) =>
        bar.Close > 0 && bar.AdjClose is { } adjClose && AdjustedClose.IsPossible(bar.Close, adjClose);

    private static double Rounding(DailyBar before, DailyBar bar, bool precise)
    {
        var (first, second) = (before.AdjClose!.Value, bar.AdjClose!.Value);
        return Math.Max(Rounding(first, precise), Rounding(second, precise)) / Math.Min(first, second);
    }

    /// <summary>Ten times that of one precise price, because closes and factors were rounded too; of a table's, twice.</summary>
    private static double Rounding(double price, bool precise) =>
        precise ? 10 * Price.Rounding(price) : 2 * Price.DisplayRounding(price);

    private static string Sentence(ExDay day, double taken)
    {
        var share = taken / day.Part;
        return $"A payment of {FindingList.Number(day.Cash)} is {DividendChecks.Percent(day.Part)} of the price, "
            + $"but the adjusted closes take {DividendChecks.Percent(taken)}"
            + (Math.Abs(share * 100 - 1) < NearUnit || Math.Abs(share / 100 - 1) < NearUnit ? ": one of the two is in another unit." : ".");
    }
}
