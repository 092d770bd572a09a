namespace CreamPie.Web.Simulator.Exchange;

/// <summary>
/// Traded days as Yahoo serves them: 32-bit prices divided by all later splits, and an adjusted close that is also
/// lowered by 1 - D / (the close before) for each later dividend.
/// </summary>
internal static class AdjustedHistory
{
    /// <param name="Dividend">As shares are counted today.</param>
    internal readonly record struct Row(
        DateOnly Day, float Open, float High, float Low, float Close, float AdjClose, long Volume, double Dividend, SplitTerms? Split);

    public static Row[] Of(IReadOnlyList<TradedDay> days)
    {
        var rows = new Row[days.Count];
        double splits = 1, cash = 1;
        for (var i = days.Count - 1; i >= 0; i--)
        {
            var day = days[i];
            rows[i] = new Row(
                day.Day,
                (float)(day.Open / splits),
                (float)(day.High / splits),
                (float)(day.Low / splits),
                (float)(day.Close / splits),
                (float)(day.Close / splits * cash),
                (long)Math.Round(day.Volume * splits),
                Math.Round(day.Dividend / splits, 6),
                day.Split);
            var ratio = day.Split?.Ratio ?? 1;
            if (i > 0)
                cash *= 1 - day.Dividend / (days[i - 1].Close / ratio);
            splits *= ratio;
        }
        return rows;
    }
}
