namespace CreamPie.Core.Market;

/// <summary>What a document tells about the listing itself; null where it does not.</summary>
/// <param name="Symbol">As the document writes it: not checked.</param>
/// <param name="Name">Of the company, fund or index.</param>
/// <param name="Exchange">The source's code (NMS) or name (NasdaqGS).</param>
/// <param name="Currency">As the source writes it: USD, GBp (pence).</param>
/// <param name="TimeZone">IANA name, like America/New_York.</param>
/// <param name="UtcOffset">The exchange's offset from UTC at capture, when no zone name is given.</param>
public sealed record Listing(
    string? Symbol = null,
    string? Name = null,
    string? Exchange = null,
    string? Currency = null,
    string? TimeZone = null,
    TimeSpan? UtcOffset = null)
{
    /// <summary>A document that tells nothing of its listing.</summary>
    public static readonly Listing Unknown = new();
}
