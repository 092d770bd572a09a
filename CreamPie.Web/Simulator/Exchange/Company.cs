namespace CreamPie.Web.Simulator.Exchange;

/// <summary>What a simulated company is like.</summary>
/// <param name="Listed">Its first session, or the day from which on the next session is.</param>
/// <param name="Price">At which it is listed.</param>
internal sealed record Company(string Symbol, string Name, DateOnly Listed, double Price)
{
    /// <summary>Yahoo's code: NYQ, NMS, SNP.</summary>
    public string Exchange { get; init; } = "NYQ";

    /// <summary>A year, besides what the whole market does.</summary>
    public double Growth { get; init; }

    /// <summary>How much of the market's move it makes.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Deviation of its own daily moves.</summary>
    public double Noise { get; init; } = 0.012;

    /// <summary>What it wants to pay a year, of its price; 0 for nothing.</summary>
    public double Yield { get; init; }

    public DateOnly PaysFrom { get; init; }

    /// <summary>The remainder of the months of its ex-dates by 3.</summary>
    public int DividendMonth { get; init; } = 2;

    public int ExDay { get; init; } = 9;

    /// <summary>A price that its board finds too high.</summary>
    public double SplitAbove { get; init; } = 150;

    /// <summary>Shares of an ordinary session, as shares are counted at the listing.</summary>
    public double Volume { get; init; } = 400_000;

    public bool IsIndex => Exchange == "SNP";
}
