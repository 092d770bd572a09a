using CreamPie.Core.Market;
using CreamPie.Core.Parsing;

namespace CreamPie.Core.Sources;

/// <summary>One request that answers with a document.</summary>
public sealed record SourceRequest(Uri Url, IReadOnlyDictionary<string, string> Headers);

/// <summary>What to ask a source and how to read its answer; no I/O.</summary>
public interface ISource
{
    SourceName Name { get; }

    /// <summary>Raised whenever the same bytes would be read differently.</summary>
    int ParserVersion { get; }

    /// <summary>The request for the bars up to <paramref name="now"/> (UTC); null if documents only arrive by themselves.</summary>
    /// <param name="from">The first day that is wanted; null for the whole history. A source that knows no ranges gives more.</param>
    SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now);

    /// <summary>
    /// Tells a refusal that comes with status 200 from a document, before anything is archived; null for a document, also
    /// for one that the parser will not like. Cheap: it looks at the beginning and the size. This default knows what hosts
    /// say in HTML or in a few words; a source whose limits come as JSON or CSV asks for itself first, and then this.
    /// </summary>
    Refusal? Classify(SourceAnswer answer) => PageRefusal.Of(answer);

    ParseResult Parse(ParseInput input, CancellationToken cancellationToken);
}
