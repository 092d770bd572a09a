namespace CreamPie.Web.Simulator.Exchange;

/// <summary>
/// What all stocks have in common: the market's return and volatility of each session, computed on demand. It strays from
/// the story of <see cref="Climate"/> and reverts to it.
/// </summary>
internal sealed class WholeMarket
{
    private const double PullToStory = 0.004;

    private static readonly DateOnly First = new(1984, 1, 3);

    private WholeMarket(DateOnly through, IReadOnlyList<Session> sessions) => (Through, Sessions) = (through, sessions);

    /// <param name="Volatility">Of the day, as expected in the morning.</param>
    internal readonly record struct Session(DateOnly Day, double Return, double Volatility);

    public DateOnly Through { get; }

    public IReadOnlyList<Session> Sessions { get; }

    public static WholeMarket Until(DateOnly through)
    {
        var dice = Dice.Of("the whole market");
        var sessions = new List<Session>(12_000);
        var variance = 0.0075 * 0.0075;
        double story = 1, level = 1;
        foreach (var day in MarketHours.Sessions(First, through))
        {
            var (times, today) = (Climate.On(day), dice.On(day));
            var volatility = Math.Sqrt(variance);
            var shock = Climate.ShockOn(day, today);
            var move = volatility * today.Bell(1) + shock;
            story *= 1 + times.Drift / 252 + shock;
            var total = Math.Clamp(times.Drift / 252 + PullToStory * (story / level - 1) + move, -0.15, 0.12);
            level *= 1 + total;
            sessions.Add(new Session(day, total, volatility));
            // Volatility clusters: today's move raises tomorrow's, a fall more than a rise; then it decays.
            var felt = move < 0 ? 1.4 : 0.6;
            variance += 0.055 * (felt * move * move - variance) + 0.03 * (times.Volatility * times.Volatility - variance);
        }
        return new WholeMarket(through, sessions);
    }
}
