namespace CreamPie.Core.Market;

/// <summary>What a document states about its listing; null where it states nothing.</summary>
/// <param name="Symbol">As the document writes it, unchecked.</param>
/// <param name="Name">Of the company, fund or index.</param>
/// <param name="Exchange">The source's code (NMS) or name (NasdaqGS).</param>
/// <param name="Currency">As the source writes it: USD, GBp (pence).</param>
/// <param name="TimeZone">IANA name, like America/New_York.</param>
/// <param name="UtcOffset">The exchange's offset from UTC at capture, when no zone name is given.</param>
/// <param name="FirstTradeDate">First day on which it traded under this symbol, in the exchange's own zone.</param>
public sealed record Listing(
    string? Symbol = null,
    string? Name = null,
    string? Exchange = null,
    string? Currency = null,
    string? TimeZone = null,
    TimeSpan? UtcOffset = null,
    DateOnly? FirstTradeDate = null)
{
    /// <summary>Of a document that states nothing.</summary>
    public static readonly Listing Unknown = new();
}
