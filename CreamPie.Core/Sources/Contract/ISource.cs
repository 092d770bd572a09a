using CreamPie.Core.Market;
using CreamPie.Core.Parsing;

namespace CreamPie.Core.Sources;

/// <summary>One request that answers with a document.</summary>
public sealed record SourceRequest(Uri Url, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A key that stands in the address, and in nothing that is kept or shown; null if there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>A text of the request or its answer as it may be kept: without the key.</summary>
    public string Public(string text) => Secrets.Mask(text, Secret);

    public override string ToString() => Public(Url.ToString());
}

/// <summary>What to ask a source and how to read its answer; no I/O.</summary>
public interface ISource
{
    SourceName Name { get; }

    /// <summary>Raised whenever the same bytes would be read differently.</summary>
    int ParserVersion { get; }

    /// <summary>False for a second opinion: its prices are on a basis that no series can take, so it is never asked by itself.</summary>
    bool FillsSeries => true;

    /// <summary>The request for the bars up to <paramref name="now"/> (UTC); null if documents only arrive by themselves, or the source cannot have this symbol.</summary>
    /// <param name="from">The first day that is wanted; null for the whole history. A source that knows no ranges gives more.</param>
    SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now);

    /// <summary>
    /// Tells a refusal that comes with status 200 from a document, before anything is archived; null for a document, also
    /// for one that the parser will not like. Cheap: it looks at the beginning and the size. This default knows what hosts
    /// say in HTML or in a few words; a source whose limits come as JSON or CSV asks for itself first, and then this.
    /// </summary>
    Refusal? Classify(SourceAnswer answer) => PageRefusal.Of(answer);

    ParseResult Parse(ParseInput input, CancellationToken cancellationToken);

    /// <summary>The request for the last price, now; null for a source that only tells whole days.</summary>
    SourceRequest? RequestQuote(Symbol symbol) => null;

    /// <summary>Reads the answer to <see cref="RequestQuote"/>.</summary>
    QuoteResult ParseQuote(ParseInput input, CancellationToken cancellationToken) => throw new NotSupportedException($"{Name} has no quotes.");
}
