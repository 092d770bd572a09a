using CreamPie.Core.Market;

namespace CreamPie.Tests.Reliability.Fuzzing;

/// <summary>Mutations that nothing in a page can reveal: the value stands there only once, or only rounded.</summary>
internal static class UndetectableMutation
{
    private const double Rounding = 0.005 + 2e-6;

    /// <returns>Why the mutation is undetectable; null if the page's other text contradicts it, so that it must be detected.</returns>
    public static string? For(PageTemplate page, List<DailyBar> wrong, List<CorporateAction> actions)
    {
        if (!page.HasPayload)
            return "the page has its table alone";
        if (actions.Count > 0)
        {
            return wrong.Count > 0 ? null
                : actions.All(a => !InTable(page, a.ExDate)) ? "an action of a day that the table does not have"
                : actions.All(page.IsWithinRounding) ? "an amount within the table's rounding"
                : null;
        }
        if (wrong.All(b => !InTable(page, b.Date)))
            return "a day that the table does not have";
        return wrong.All(b => !InTable(page, b.Date) || (page.TableBars.TryGetValue(b.Date, out var shown) && IsRounded(b, shown)))
            ? "within the table's rounding"
            : null;
    }

    private static bool InTable(PageTemplate page, DateOnly day) => day >= page.TableBars.Keys.Min() && day <= page.TableBars.Keys.Max();

    public static bool IsRounded(DailyBar bar, DailyBar shown) =>
        IsRounded(bar.Open, shown.Open) && IsRounded(bar.High, shown.High) && IsRounded(bar.Low, shown.Low)
        && IsRounded(bar.Close, shown.Close) && IsRounded(bar.AdjClose, shown.AdjClose) && bar.Volume == shown.Volume;

    private static bool IsRounded(double? precise, double? shown) =>
        precise is { } a && shown is { } b && Math.Abs(a - b) <= Rounding + 1e-6 * Math.Abs(a);
}
