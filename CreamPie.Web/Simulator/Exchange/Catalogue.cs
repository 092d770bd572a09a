namespace CreamPie.Web.Simulator.Exchange;

/// <summary>The listed companies of the simulated market, all invented; seven of them with more than 40 years of history.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<Company> Listed =
    [
        new("PIE", "Cream Pie Company", new(1985, 2, 11), 16.50)
        {
            Growth = 0.03, Beta = 0.85, Noise = 0.010, Yield = 0.021, PaysFrom = new(1987, 1, 1), SplitAbove = 130, Volume = 310_000,
        },
        new("CRST", "Crust & Crumb Industries", new(1984, 1, 3), 24)
        {
            Growth = 0.008, Beta = 1.05, Noise = 0.009, Yield = 0.028, DividendMonth = 0, ExDay = 6, SplitAbove = 120, Volume = 520_000,
        },
        new("VNLA", "Vanilla Utilities", new(1984, 1, 3), 19)
        {
            Growth = 0.038, Beta = 0.45, Noise = 0.006, Yield = 0.048, DividendMonth = 1, ExDay = 12, SplitAbove = 90, Volume = 240_000,
        },
        new("CUST", "Custard Bancorp", new(1984, 3, 12), 14)
        {
            Growth = 0, Beta = 1.35, Noise = 0.010, Yield = 0.030, DividendMonth = 2, ExDay = 3, SplitAbove = 95, Volume = 690_000,
        },
        new("PCAN", "Pecan Railways", new(1984, 6, 18), 31)
        {
            Growth = 0.02, Beta = 0.95, Noise = 0.010, Yield = 0.019, DividendMonth = 0, ExDay = 14, SplitAbove = 180, Volume = 180_000,
        },
        new("CACO", "Cacao Energy", new(1986, 3, 24), 27)
        {
            Growth = 0.012, Beta = 0.8, Noise = 0.015, Yield = 0.036, DividendMonth = 2, ExDay = 11, SplitAbove = 110, Volume = 450_000,
        },
        new("BERY", "Berry Pharmaceuticals", new(1992, 10, 7), 12)
        {
            Exchange = "NMS", Growth = 0.03, Beta = 0.7, Noise = 0.018, Yield = 0.015, PaysFrom = new(2006, 1, 1), SplitAbove = 160,
            Volume = 380_000,
        },
        new("OVEN", "Oven & Rack Appliances", new(1995, 5, 16), 21)
        {
            Growth = -0.015, Beta = 1.15, Noise = 0.014, Yield = 0.024, PaysFrom = new(1996, 6, 1), DividendMonth = 1, ExDay = 5,
            SplitAbove = 100, Volume = 260_000,
        },
        new("MRNG", "Meringue Semiconductors", new(1999, 3, 18), 22)
        {
            Exchange = "NMS", Growth = 0.04, Beta = 1.75, Noise = 0.024, Yield = 0.006, PaysFrom = new(2013, 1, 1), SplitAbove = 190,
            Volume = 1_900_000,
        },
        new("LEMN", "Lemon Motors", new(2010, 6, 22), 17)
        {
            Exchange = "NMS", Growth = 0.05, Beta = 1.5, Noise = 0.028, SplitAbove = 260, Volume = 1_400_000,
        },
        new("WHSK", "Whisk Software", new(2021, 9, 23), 38)
        {
            Exchange = "NMS", Growth = 0.02, Beta = 1.4, Noise = 0.025, SplitAbove = 240, Volume = 2_600_000,
        },
        new("^BAKE", "Bakery 500 Index", new(1984, 1, 3), 164)
        {
            Exchange = "SNP", Noise = 0, SplitAbove = double.MaxValue, Volume = 90_000_000,
        },
    ];

    private static readonly Dictionary<string, Company> BySymbol = Listed.ToDictionary(c => c.Symbol);

    /// <summary>Every symbol has a history: one that is not listed is derived from its letters.</summary>
    public static Company Of(string symbol) => BySymbol.GetValueOrDefault(symbol) ?? MadeUp(symbol);

    private static Company MadeUp(string symbol)
    {
        var dice = Dice.Of("company " + symbol);
        var noise = 0.008 + 0.018 * dice.Uniform(1) * dice.Uniform(2);
        return new Company(
            symbol, "Simulated " + symbol,
            new DateOnly(1984, 1, 3).AddDays((int)(13_000 * dice.Uniform(3))), Math.Round(12 + 30 * dice.Uniform(4), 2))
        {
            Exchange = dice.Uniform(5) < 0.5 ? "NYQ" : "NMS",
            Growth = 0.06 * dice.Uniform(6) - 0.02,
            Beta = 0.6 + 0.9 * dice.Uniform(7),
            Noise = noise,
            Yield = dice.Uniform(8) < 0.6 ? 0.01 + 0.03 * dice.Uniform(9) : 0,
            DividendMonth = (int)(3 * dice.Uniform(10)),
            ExDay = 2 + (int)(13 * dice.Uniform(11)),
            SplitAbove = 90 + 150 * dice.Uniform(12),
            Volume = 150_000 + 2_000_000 * dice.Uniform(13) * dice.Uniform(14),
        };
    }
}
