namespace CreamPie.Web.Simulator.Exchange;

/// <summary>The character of a simulated company.</summary>
/// <param name="Listed">Its first session, or the day before it if that has none.</param>
/// <param name="Price">Price at its listing.</param>
internal sealed record Company(string Symbol, string Name, DateOnly Listed, double Price)
{
    /// <summary>Yahoo's code: NYQ, NMS, SNP.</summary>
    public string Exchange { get; init; } = "NYQ";

    /// <summary>Drift per year, besides the whole market's.</summary>
    public double Growth { get; init; }

    /// <summary>How much of the market's move it makes (beta).</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Deviation of its own daily moves.</summary>
    public double Noise { get; init; } = 0.012;

    /// <summary>Target dividend per year, as a fraction of the price; 0 for none.</summary>
    public double Yield { get; init; }

    public DateOnly PaysFrom { get; init; }

    /// <summary>Remainder of its ex-date months modulo 3.</summary>
    public int DividendMonth { get; init; } = 2;

    public int ExDay { get; init; } = 9;

    /// <summary>The price above which its board splits the share.</summary>
    public double SplitAbove { get; init; } = 150;

    /// <summary>Shares traded in an ordinary session, in shares of the listing day.</summary>
    public double Volume { get; init; } = 400_000;

    public bool IsIndex => Exchange == "SNP";
}
