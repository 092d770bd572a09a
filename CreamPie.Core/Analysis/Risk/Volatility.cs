using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Risk;

/// <summary>
/// How much a price moves, and what was gained for it: of simple daily returns, a year being 252 sessions, as is usual for shares
/// (what trades every day has 365).
/// </summary>
public static class Volatility
{
    /// <summary>Sessions of a year.</summary>
    public const double SessionsOfYear = 252;

    /// <summary>The sample standard deviation of the daily returns (divided by n - 1) times the square root of 252.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <returns>A fraction a year; null for fewer than two returns.</returns>
    public static Figure Annual(IReadOnlyList<DailyBar> bars) =>
        Figure.Over(bars, Moments.Of(DailyReturns.Known(bars)).SampleDeviation * Math.Sqrt(SessionsOfYear));

    /// <summary>
    /// The Sharpe ratio: the mean daily return above the risk-free one, by the sample standard deviation of the daily returns, times
    /// the square root of 252. Source: Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21 (1994).
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="riskFree">A fraction a year, of which each session has 1 / 252.</param>
    /// <returns>A plain number; null for fewer than two returns, and where they are all equal.</returns>
    public static Figure Sharpe(IReadOnlyList<DailyBar> bars, double riskFree = 0)
    {
        var returns = Moments.Of(DailyReturns.Known(bars));
        var deviation = returns.SampleDeviation > DailyReturns.Noise ? returns.SampleDeviation : double.NaN;
        return Figure.Over(bars, (returns.Mean - riskFree / SessionsOfYear) / deviation * Math.Sqrt(SessionsOfYear));
    }
}
