namespace CreamPie.Web.Simulator.Exchange;

/// <summary>Splits a share five weeks after its price was found too high, and merges shares after it was found too low.</summary>
internal sealed class SplitPolicy(Company company, Dice dice)
{
    private const int Notice = 25;
    private const double TooLow = 1.5;

    private SplitTerms _terms;
    private int _sessions;

    /// <summary>The split effective this morning; null if there is none.</summary>
    public SplitTerms? Next() => _sessions > 0 && --_sessions == 0 ? _terms : null;

    public void See(DateOnly day, double close)
    {
        // Boards tolerate higher prices with the decades.
        var tooHigh = company.SplitAbove * Math.Clamp(0.4 + (day.Year - 1984) / 60.0, 0.4, 1);
        if (_sessions > 0 || (close <= tooHigh && close >= TooLow))
            return;
        _sessions = Notice;
        _terms = close < TooLow ? new(1, 10) : Terms(close / tooHigh, dice.On(day).Uniform(15));
    }

    private static SplitTerms Terms(double excess, double taste) => excess > 2 ? new(5, 1)
        : taste < 0.15 ? new(3, 2)
        : taste < 0.35 ? new(3, 1)
        : new(2, 1);
}
