using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Checks;

/// <summary>
/// Compares the prices of one day in two documents. On one split basis both were rounded alike, so they are the same within
/// <see cref="Price.Tolerance"/>: 0.000001 and 0.000002 are two prices. On two bases each was rounded after its own division, and
/// what that took from both counts: 0.513393 before AAPL's last 4:1 is 0.128348 after it. Beside a row of more decimals, what six
/// decimals lack counts: 0.041016 in a CSV is 0.041015625 in a program's export.
/// </summary>
internal readonly struct PriceComparison
{
    /// <summary>Relative: where six decimals leave fewer than four digits, another number of more decimals is another price.</summary>
    private const double MostLacking = 1e-4;

    private readonly double _wasPending;
    private readonly double _nowPending;
    private readonly bool _isMixed;

    /// <param name="was">As stored.</param>
    /// <param name="wasPending">The combined ratio of the splits not yet in its prices.</param>
    /// <param name="now">The document's row of the same day.</param>
    /// <param name="nowPending">As <paramref name="wasPending"/>, for the document.</param>
    public PriceComparison(DailyBarRow was, double wasPending, DailyBarRow now, double nowPending) =>
        (_wasPending, _nowPending, _isMixed) = (wasPending, nowPending, HasSixDecimals(was) != HasSixDecimals(now));

    /// <param name="was">A price of the stored row, as stored.</param>
    /// <param name="now">The same price of the document's row, as the document has it.</param>
    public bool IsSame(double was, double now)
    {
        var (old, own) = (was / _wasPending, now / _nowPending);
        var lost = RoundingOf(was, now);
        return Price.Same(old, own) || (lost > 0 && Math.Abs(old - own) <= lost + Price.Tolerance * Math.Abs(own));
    }

    /// <summary>As <see cref="IsSame(double, double)"/>; also true if both are unknown.</summary>
    public bool IsSame(double? was, double? now) =>
        was is { } x && now is { } y ? IsSame(x, y) : was is null && now is null;

    private double RoundingOf(double was, double now)
    {
        if (_wasPending != _nowPending)
            return Price.Rounding(was) / _wasPending + Price.Rounding(now) / _nowPending;
        return _isMixed ? Math.Min(Math.Max(Price.Rounding(was), Price.Rounding(now)), MostLacking * Math.Abs(now)) / _nowPending : 0;
    }

    private static bool HasSixDecimals(DailyBarRow row) =>
        Price.HasSixDecimals(row.Close) && Price.HasSixDecimals(row.Open ?? 0)
        && Price.HasSixDecimals(row.High ?? 0) && Price.HasSixDecimals(row.Low ?? 0);
}
