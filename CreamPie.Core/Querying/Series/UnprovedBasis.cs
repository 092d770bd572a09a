namespace CreamPie.Core.Querying.Series;

/// <summary>A series whose basis is neither told nor proved says so in every answer.</summary>
internal static class UnprovedBasis
{
    private const string Reason = "BasisNotProved";

    /// <summary>
    /// The bars as their documents gave them, with the doubt. An adjusted close would take the dividends out of prices that may be
    /// without them already.
    /// </summary>
    public static BarSeries Told(BarSeries series) => series with
    {
        Reason = Reason,
        Message = "The basis of these prices isn't proved: they may also be adjusted for dividends. "
            + "Import a file that has both closes, or tell its basis (AAPL.split.csv).",
        Derived = false,
        Bars = [.. (series.Bars ?? []).Select(b => b with { AdjClose = null })],
    };

    /// <summary>As traded or total return cannot be computed from prices of unknown basis.</summary>
    public static BarSeries Refused(BarSeries head) => head with
    {
        Reason = Reason,
        Message = "Only the prices as imported are available: their basis isn't proved.",
    };
}
