namespace CreamPie.Web.Simulator.Exchange;

/// <summary>
/// The bar of an open session, as of a minute: the price walks from the open via the day's high and low
/// to its close, so that it becomes exactly the bar of tomorrow's history.
/// </summary>
internal static class LiveDay
{
    /// <param name="done">Minutes since the open.</param>
    /// <param name="length">Length of the session in minutes.</param>
    public static TradedDay At(TradedDay whole, Dice dice, int done, int length)
    {
        var (first, second, highFirst) = Turns(dice, length);
        double high = whole.Open, low = whole.Open, last = whole.Open;
        for (var minute = 1; minute <= done; minute++)
        {
            last = PriceAt(minute);
            (high, low) = (Math.Max(high, last), Math.Min(low, last));
        }
        var part = (double)done / length;
        // More volume at both ends of a day than at noon.
        var volume = whole.Volume * part * (1.5 - 1.5 * part + part * part);
        return whole with { High = high, Low = low, Close = last, Volume = 100 * (long)(volume / 100) };

        double PriceAt(int minute)
        {
            var (high, low) = (whole.High, whole.Low);
            var (one, two) = highFirst ? (high, low) : (low, high);
            var way = minute <= first ? Between(whole.Open, one, minute, first)
                : minute <= second ? Between(one, two, minute - first, second - first)
                : Between(two, whole.Close, minute - second, length - second);
            var trembling = minute == first || minute == second || minute == length ? 0 : 0.06 * (high - low) * dice.Bell(100 + minute);
            return Math.Clamp(Math.Round(way + trembling, 2), low, high);
        }
    }

    /// <summary>The minutes of the day's high and low, the first of the two before noon.</summary>
    private static (int First, int Second, bool HighFirst) Turns(Dice dice, int length)
    {
        var first = 1 + (int)(dice.Uniform(30) * length * 0.45);
        var second = first + 1 + (int)(dice.Uniform(31) * (length - first - 2));
        return (first, second, dice.Uniform(32) < 0.5);
    }

    private static double Between(double from, double to, int step, int steps) => from + (to - from) * step / steps;
}
