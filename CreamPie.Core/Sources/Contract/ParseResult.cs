using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Contract;

/// <summary>A document is parsed, or refused for one reason.</summary>
public abstract record ParseResult
{
    private ParseResult() { }

    /// <summary>The document is a price history.</summary>
    /// <param name="Document">Everything it states.</param>
    public sealed record Parsed(ParsedDocument Document) : ParseResult;

    /// <summary>Nothing of the document is taken.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Error">One sentence: what is wrong and what would be right.</param>
    public sealed record Refused(Reason Reason, string Error) : ParseResult
    {
        /// <summary>Fingerprint of the unknown layout, where the reason is Layout; at most 300 characters.</summary>
        public string Layout { get; init; } = "";

        /// <summary>What a document without prices lists nevertheless: nothing of it is loaded, but it can be looked at.</summary>
        public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

        /// <summary>
        /// True for a well-formed history of the requested symbol without a row: right, if nothing was due. The
        /// reason is that of a whole history; for a range of days it is EmptyUnexpected.
        /// </summary>
        public bool IsEmpty { get; init; }
    }
}
