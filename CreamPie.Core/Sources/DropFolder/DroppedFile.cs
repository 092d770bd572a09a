using CreamPie.Core.Market;
using CreamPie.Core.Parsing;

namespace CreamPie.Core.Sources;

/// <summary>A file that somebody put down: a page, a CSV, an answer of Yahoo's chart endpoint or of Alpha Vantage, told apart by content. Nothing can be asked of it.</summary>
public sealed class DroppedFile : ISource
{
    public SourceName Name => SourceName.DropFolder;

    public int ParserVersion => DocumentParser.Version + AlphaVantageAnswer.Version;

    public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now) => null;

    public ParseResult Parse(ParseInput input, CancellationToken cancellationToken) => AlphaVantageAnswer.IsLike(input.Bytes.Span)
        ? AlphaVantageAnswer.Parse(input, cancellationToken)
        : DocumentParser.Parse(input, cancellationToken);
}
