namespace CreamPie.Web.Simulator;

/// <summary>Five weeks after a price was found too high, or too low, a share becomes several, or several one.</summary>
internal sealed class SplitPolicy(Company company, Dice dice)
{
    private const int Notice = 25;
    private const double TooLow = 1.5;

    private SplitTerms _terms;
    private int _sessions;

    /// <summary>The split of this morning, if there is one.</summary>
    public SplitTerms? Next() => _sessions > 0 && --_sessions == 0 ? _terms : null;

    public void See(DateOnly day, double close)
    {
        if (_sessions > 0 || (close <= company.SplitAbove && close >= TooLow))
            return;
        _sessions = Notice;
        _terms = close < TooLow ? new(1, 10) : Terms(close / company.SplitAbove, dice.On(day).Uniform(15));
    }

    private static SplitTerms Terms(double excess, double taste) => excess > 2 ? new(5, 1)
        : taste < 0.15 ? new(3, 2)
        : taste < 0.35 ? new(3, 1)
        : new(2, 1);
}
