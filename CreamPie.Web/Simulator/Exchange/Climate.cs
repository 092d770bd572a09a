namespace CreamPie.Web.Simulator.Exchange;

/// <summary>The invented history of the whole market: good and bad times, and the days of its crashes.</summary>
internal static class Climate
{
    /// <param name="Drift">A year.</param>
    /// <param name="Volatility">A day, when nothing happens.</param>
    internal readonly record struct Times(DateOnly From, double Drift, double Volatility);

    private static readonly Times[] Story =
    [
        new(new(1984, 1, 1), 0.14, 0.0078),
        new(new(1989, 4, 10), -0.20, 0.0150), // the flour panic
        new(new(1989, 8, 14), 0.17, 0.0105),
        new(new(1992, 3, 2), 0.11, 0.0062),
        new(new(1996, 9, 3), 0.25, 0.0090), // the sugar rush
        new(new(2000, 1, 24), -0.22, 0.0140),
        new(new(2002, 5, 13), 0.15, 0.0085),
        new(new(2007, 6, 18), -0.36, 0.0160), // the great butter crisis
        new(new(2008, 11, 24), 0.24, 0.0130),
        new(new(2010, 4, 5), 0.13, 0.0075),
        new(new(2015, 8, 17), -0.05, 0.0100),
        new(new(2016, 7, 11), 0.15, 0.0060),
        new(new(2021, 2, 8), -0.30, 0.0150), // the empty shelves
        new(new(2021, 3, 29), 0.32, 0.0105),
        new(new(2022, 6, 6), -0.16, 0.0115),
        new(new(2023, 2, 13), 0.15, 0.0075),
        new(new(2025, 1, 6), 0.11, 0.0080),
    ];

    private static readonly Dictionary<DateOnly, double> Shocks = new()
    {
        [new(1989, 4, 13)] = -0.061,
        [new(1989, 4, 17)] = -0.124,
        [new(1989, 4, 18)] = 0.043,
        [new(2000, 4, 3)] = -0.047,
        [new(2008, 2, 7)] = -0.078,
        [new(2008, 2, 12)] = 0.061,
        [new(2008, 9, 23)] = -0.069,
        [new(2021, 2, 16)] = -0.058,
        [new(2021, 2, 19)] = -0.083,
        [new(2021, 2, 24)] = -0.067,
        [new(2021, 2, 26)] = 0.072,
    };

    /// <summary>About one day in ten years, and for ever.</summary>
    private const double ChanceOfPanic = 1 / 2_500.0;

    public static Times On(DateOnly day)
    {
        var i = Story.Length - 1;
        while (i > 0 && Story[i].From > day)
            i--;
        return Story[i];
    }

    /// <summary>The extra move of the day besides the ordinary one.</summary>
    public static double ShockOn(DateOnly day, Dice dice) =>
        Shocks.TryGetValue(day, out var shock) ? shock
        : dice.Uniform(20) < ChanceOfPanic ? -0.03 - 0.04 * dice.Uniform(21)
        : 0;
}
