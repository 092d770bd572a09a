namespace CreamPie.Web.Components.Charts;

/// <summary>How far back a chart goes, counted from its last bar.</summary>
public enum ChartRange { OneMonth, ThreeMonths, SixMonths, YearToDate, OneYear, TwoYears, FiveYears, TenYears, All }

internal static class ChartRanges
{
    private static readonly string[] Words = ["1m", "3m", "6m", "ytd", "1y", "2y", "5y", "10y", "all"];

    public static readonly IReadOnlyList<ChartRange> Each = Enum.GetValues<ChartRange>();

    /// <summary>The address's word: 1m, ytd, 10y.</summary>
    public static string Word(this ChartRange range) => Words[(int)range];

    /// <summary>The button's label: 1M, YTD, All.</summary>
    public static string Label(this ChartRange range) => range == ChartRange.All ? "All" : range.Word().ToUpperInvariant();

    public static ChartRange? Read(string? word)
    {
        var index = Array.FindIndex(Words, w => w.Equals(word, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (ChartRange)index;
    }

    /// <summary>The first day; null for the whole history.</summary>
    public static DateOnly? From(this ChartRange range, DateOnly last) => range switch
    {
        ChartRange.OneMonth => Back(last, 1),
        ChartRange.ThreeMonths => Back(last, 3),
        ChartRange.SixMonths => Back(last, 6),
        ChartRange.YearToDate => new DateOnly(last.Year, 1, 1),
        ChartRange.OneYear => Back(last, 12),
        ChartRange.TwoYears => Back(last, 24),
        ChartRange.FiveYears => Back(last, 60),
        ChartRange.TenYears => Back(last, 120),
        _ => null,
    };

    private static DateOnly? Back(DateOnly last, int months) =>
        last.Year > 10 ? last.AddMonths(-months).AddDays(1) : null;
}
