using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Contract;

/// <summary>A source: its requests and the parser of its responses. No I/O, no clock, deterministic, thread-safe.</summary>
public interface ISource
{
    /// <summary>Unique among the sources; its number is the rank and is stored.</summary>
    SourceName Name { get; }

    /// <summary>Raised whenever the same bytes would parse differently.</summary>
    int ParserVersion { get; }

    /// <summary>False for a second opinion: no series can take the basis of its prices, so it is never requested by default.</summary>
    bool FillsSeries => true;

    /// <summary>The request for the bars up to now; null if the source takes no requests or cannot have this symbol.</summary>
    /// <param name="symbol">As this installation writes it; the source's own spelling is the source's business.</param>
    /// <param name="from">The first day requested; null for the whole history. A source without ranges returns more.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="InvalidOperationException">The source is this server itself, which is not listening yet.</exception>
    SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now);

    /// <summary>
    /// Tells a refusal with status 200 from a document, before anything is archived; null for a document, even one that the
    /// parser will refuse. With an error status: what its words say instead of it (an outage with 404 is no unknown symbol);
    /// null if they agree with it, or say nothing. Cheap: looks at the start and the size. <c>PageRefusal</c> knows what
    /// hosts say in HTML or in a few words; a source whose limits come as JSON or CSV checks for its own first, then calls that.
    /// </summary>
    /// <param name="response">With status 200, complete or truncated; with an error status, complete.</param>
    Refusal? Classify(SourceResponse response);

    /// <summary>Parses a document; never throws for its content.</summary>
    /// <param name="input">The document, and what is known about it besides its bytes.</param>
    /// <param name="cancellationToken">Cancelled when the time budget of a document is used up.</param>
    /// <returns>The rows as they are, or the reason why there are none.</returns>
    ParseResult Parse(ParseInput input, CancellationToken cancellationToken);

    /// <summary>The request for the last price; null if the source has daily bars only.</summary>
    /// <param name="symbol">As this installation writes it.</param>
    SourceRequest? RequestQuote(Symbol symbol) => null;

    /// <summary>Parses the response to <see cref="RequestQuote"/>.</summary>
    /// <param name="input">From the network, with the requested symbol.</param>
    /// <param name="cancellationToken">Cancelled when the time budget of a response is used up.</param>
    /// <exception cref="NotSupportedException">The source has no quotes: <see cref="RequestQuote"/> is null.</exception>
    QuoteResult ParseQuote(ParseInput input, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{Name} has no quotes.");
}
