using CreamPie.Core.Market;

namespace CreamPie.Tests.Reliability.Fuzzing;

/// <summary>Mutations that nothing in a page can reveal: the value stands there only once, or only rounded.</summary>
internal static class UndetectableMutation
{
    public const string OnlyATable = "the page has only a table";

    /// <returns>Why the mutation is undetectable; null if the page's other text contradicts it, so that it must be detected.</returns>
    public static string? For(PageTemplate page, List<DailyBar> wrong, List<CorporateAction> actions)
    {
        if (!page.HasPayload)
            return OnlyATable;
        if (actions.Count > 0)
        {
            return wrong.Count > 0 ? null
                : actions.All(a => !InTable(page, a.ExDate)) ? "an action of a day that the table does not have"
                : actions.All(page.IsWithinRounding) ? "an amount within the table's rounding"
                : null;
        }
        if (wrong.All(b => !InTable(page, b.Date)))
            return "a day that the table does not have";
        return wrong.All(b => !InTable(page, b.Date) || IsShownRounded(page, b)) ? "within the table's rounding" : null;
    }

    private static bool IsShownRounded(PageTemplate page, DailyBar bar) =>
        page.TableBars.TryGetValue(bar.Date, out var shown) && PageTemplate.IsWithinRounding(bar, shown);

    private static bool InTable(PageTemplate page, DateOnly day) => day >= page.TableBars.Keys.Min() && day <= page.TableBars.Keys.Max();
}
