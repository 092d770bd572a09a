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

    ParseResult Parse(ParseInput input, CancellationToken cancellationToken);
}
