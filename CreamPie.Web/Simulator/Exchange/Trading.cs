namespace CreamPie.Web.Simulator.Exchange;

/// <summary>
/// The life of one company, session by session: its own moves come in clusters, on top of its share of the market's;
/// its price strays from its value and reverts to it; four times a year it reports, with a gap.
/// </summary>
internal sealed class Trading(Company company)
{
    private const double PullToWorth = 0.0012;

    private readonly Dice _dice = Dice.Of("trading " + company.Symbol);
    private readonly DividendPolicy _dividends = new(company);
    private readonly SplitPolicy _splits = new(company, Dice.Of("splits " + company.Symbol));

    // In shares of the listing day.
    private double _value = company.Price;
    private double _worth = company.Price;
    private double _shares = 1;
    private double _variance = company.Noise * company.Noise;

    private double _close = company.Price;
    private DateOnly _before = DateOnly.MinValue;
    private int _age;

    public static List<TradedDay> Of(Company company, WholeMarket market)
    {
        var trading = new Trading(company);
        return [.. market.Sessions.Where(s => s.Day >= company.Listed).Select(trading.Trade)];
    }

    private TradedDay Trade(WholeMarket.Session market)
    {
        var dice = _dice.On(market.Day);
        var split = _splits.Next();
        if (split is { Ratio: var ratio })
        {
            _shares *= ratio;
            _close /= ratio;
            _dividends.Split(ratio);
        }
        var dividend = _before == DateOnly.MinValue ? 0 : _dividends.On(market.Day, _before, _close);

        var reports = !company.IsIndex && IsReport(market.Day);
        var own = Math.Sqrt(_variance) * dice.Bell(1) + (reports ? 3 * company.Noise * dice.Bell(2) : 0);
        var expected = company.Growth / 252 + company.Beta * market.Return - dividend / _close;
        var move = Math.Clamp(expected + own + PullToWorth * Math.Clamp(_worth / _value - 1, -3, 3), -0.40, 0.45);
        _worth *= 1 + expected;
        _value *= 1 + move;

        var unrest = Math.Sqrt(_variance + company.Beta * company.Beta * market.Volatility * market.Volatility);
        var day = Prices(market.Day, move, unrest, reports, dice) with { Dividend = dividend, Split = split };
        day = day with { Volume = Volume(move, unrest, reports, dice) };

        _variance += 0.07 * (own * own - _variance) + 0.02 * (company.Noise * company.Noise - _variance);
        (_close, _before) = (day.Close, market.Day);
        _age++;
        _splits.See(market.Day, day.Close);
        return day;
    }

    private TradedDay Prices(DateOnly day, double move, double unrest, bool reports, Dice dice)
    {
        var close = Math.Max(0.01, Cents(_value / _shares));
        var gap = move * (reports ? 0.85 : 0.1 + 0.5 * dice.Uniform(3)) + 0.2 * unrest * dice.Bell(4);
        var open = Math.Max(0.01, Cents(_close * (1 + gap)));
        var high = Cents(Math.Max(open, close) * (1 + 0.45 * unrest * Math.Abs(dice.Bell(5))));
        var low = Math.Max(0.01, Cents(Math.Min(open, close) * (1 - 0.45 * unrest * Math.Min(3, Math.Abs(dice.Bell(6))))));
        return new TradedDay(day, open, high, low, close, 0);
    }

    /// <summary>Grows over the years, reacts to moves and reports, and is highest on the first day.</summary>
    private long Volume(double move, double unrest, bool reports, Dice dice)
    {
        var usual = company.Volume * _shares * (0.35 + 1.1 * Math.Min(1, _age / 7_500.0));
        var news = 0.6 + 0.35 * Math.Min(5, Math.Abs(move) / unrest) + (reports ? 1.2 : 0) + (_age == 0 ? 12 : 3.0 / (1 + _age));
        var mood = Math.Min(2.2, unrest / Math.Sqrt(company.Noise * company.Noise + company.Beta * company.Beta * 6.4e-5));
        return 100 * (long)Math.Round(usual * news * (0.4 + 0.6 * mood) * (0.75 + 0.5 * dice.Uniform(7)) / 100);
    }

    /// <summary>A few weeks after each quarter, on the company's own day of the month.</summary>
    private bool IsReport(DateOnly day)
    {
        var due = 12 + (int)(_dice.Seed % 12);
        return day.Month % 3 == 1 && day.Day >= due && _before < new DateOnly(day.Year, day.Month, due);
    }

    private static double Cents(double price) => Math.Round(price, 2);
}
