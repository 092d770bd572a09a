namespace CreamPie.Core.Sources.Contract;

/// <summary>The last price that a source states; never a bar.</summary>
/// <param name="Price">Above 0, in <paramref name="Currency"/>.</param>
/// <param name="PreviousClose">Of the session before; null if the source does not state it.</param>
/// <param name="Currency">As the source writes it (GBp is pence); null if it does not state it.</param>
/// <param name="At">UTC; when the price was made.</param>
public sealed record SourceQuote(double Price, double? PreviousClose, string? Currency, DateTime At);

/// <summary>The last price, or why a response has none.</summary>
public abstract record QuoteResult
{
    private QuoteResult() { }

    /// <summary>The response has a last price.</summary>
    /// <param name="Quote">The price and when it was made.</param>
    public sealed record Parsed(SourceQuote Quote) : QuoteResult;

    /// <summary>The response has none.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Error">One sentence.</param>
    public sealed record Refused(Reason Reason, string Error) : QuoteResult;
}
