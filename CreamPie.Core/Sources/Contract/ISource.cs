using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Contract;

/// <summary>What to ask a source and how to read its answer; no I/O, no clock, and the same answer to the same question from any thread.</summary>
public interface ISource
{
    /// <summary>One source a name; its number is the rank and is stored.</summary>
    SourceName Name { get; }

    /// <summary>Raised whenever the same bytes would be read differently.</summary>
    int ParserVersion { get; }

    /// <summary>False for a second opinion: its prices are on a basis that no series can take, so it is never asked by itself.</summary>
    bool FillsSeries => true;

    /// <summary>The request for the bars up to <paramref name="now"/>; null if documents only arrive by themselves, or the source cannot have this symbol.</summary>
    /// <param name="symbol">As this installation writes it; the source's own spelling is the source's business.</param>
    /// <param name="from">The first day that is wanted; null for the whole history. A source that knows no ranges gives more.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="InvalidOperationException">The source is this server itself, which does not listen yet.</exception>
    SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now);

    /// <summary>
    /// Tells a refusal that comes with status 200 from a document, before anything is archived; null for a document, also
    /// for one that the parser will not like. Cheap: it looks at the beginning and the size. What hosts say in HTML or in a
    /// few words <c>PageRefusal</c> knows; a source whose limits come as JSON or CSV asks for itself first, and then that.
    /// </summary>
    /// <param name="answer">With status 200, whole or cut.</param>
    Refusal? Classify(SourceAnswer answer);

    /// <summary>Reads a document; never throws for what stands in it.</summary>
    /// <param name="input">The document, and what is known of it besides its bytes.</param>
    /// <param name="cancellationToken">Stops a document that takes longer than one may.</param>
    /// <returns>The rows as they stand, or the reason why there are none.</returns>
    ParseResult Parse(ParseInput input, CancellationToken cancellationToken);

    /// <summary>The request for the last price, now; null for a source that only tells whole days.</summary>
    /// <param name="symbol">As this installation writes it.</param>
    SourceRequest? RequestQuote(Symbol symbol) => null;

    /// <summary>Reads the answer to <see cref="RequestQuote"/>.</summary>
    /// <param name="input">From the network, with the symbol that was asked for.</param>
    /// <param name="cancellationToken">Stops an answer that takes longer than one may.</param>
    /// <exception cref="NotSupportedException">The source has no quotes: <see cref="RequestQuote"/> is null.</exception>
    QuoteResult ParseQuote(ParseInput input, CancellationToken cancellationToken) => throw new NotSupportedException($"{Name} has no quotes.");
}
