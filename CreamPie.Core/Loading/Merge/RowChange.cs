using CreamPie.Core.Loading.Checks;
using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Merge;

/// <summary>What replacing one row of a day by another means: nothing, a restatement of the same prices, or a revision.</summary>
internal static class RowChange
{
    /// <summary>True if both have the same values, digit by digit.</summary>
    public static bool IsNone(DailyBarRow a, DailyBarRow b) =>
        a.Close == b.Close && a.Open == b.Open && a.High == b.High && a.Low == b.Low
        && a.AdjClose == b.AdjClose && a.Volume == b.Volume && a.Final == b.Final;

    /// <summary>True if only the basis or the adjusted close differs.</summary>
    /// <param name="old">The replaced row; divided by <paramref name="before"/> it is on today's basis.</param>
    /// <param name="before">Of the old row.</param>
    /// <param name="row">The new row; divided by <paramref name="after"/> it is on today's basis.</param>
    /// <param name="after">Of the new row.</param>
    public static bool IsRestatement(DailyBarRow old, double before, DailyBarRow row, double after) =>
        old.Final == row.Final && old.AdjClose.HasValue == row.AdjClose.HasValue
        && SamePrices(old, row, new PriceComparison(old, before, row, after)) && SameVolume(old.Volume * before, row.Volume * after);

    private static bool SamePrices(DailyBarRow a, DailyBarRow b, PriceComparison prices) =>
        prices.IsSame(a.Close, b.Close) && prices.IsSame(a.Open, b.Open)
        && prices.IsSame(a.High, b.High) && prices.IsSame(a.Low, b.Low);

    /// <summary>A volume scaled by a split is rounded to whole shares.</summary>
    private static bool SameVolume(double? a, double? b) =>
        a is { } x && b is { } y ? Math.Abs(x - y) <= Math.Max(1, Math.Max(x, y) * Price.Tolerance) : a is null && b is null;
}
