namespace CreamPie.Core.Market;

/// <summary>
/// One trading day of one symbol. Prices are in the listing's currency (pence stay pence), volume in shares or units.
/// Null means that the source did not say (an index without an open, a file without adjusted closes).
/// </summary>
/// <param name="Date">The trading day in the exchange's own zone.</param>
/// <param name="Open">First price of the session; null if unknown.</param>
/// <param name="High">Highest price; null if unknown.</param>
/// <param name="Low">Lowest price; null if unknown.</param>
/// <param name="Close">On the basis that the series states, like open, high, low and volume.</param>
/// <param name="AdjClose">Close adjusted for dividends and splits, as the source gave it.</param>
/// <param name="Volume">Shares or units, 0 or more; null if unknown.</param>
/// <param name="Final">False (provisional) if the source was captured before the session's close plus a delay.</param>
public readonly record struct DailyBar(
    DateOnly Date,
    double? Open,
    double? High,
    double? Low,
    double Close,
    double? AdjClose,
    long? Volume,
    bool Final = true);
