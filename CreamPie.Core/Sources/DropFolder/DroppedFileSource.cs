using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>A file that was dropped or uploaded: a page, a CSV, an answer of Yahoo's chart endpoint or of Alpha Vantage, told apart by content. It cannot be asked.</summary>
internal sealed class DroppedFileSource : ISource
{
    public SourceName Name => SourceName.DropFolder;

    public int ParserVersion => DocumentParser.Version;

    public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now) => null;

    public Refusal? Classify(SourceAnswer answer) => null;

    public ParseResult Parse(ParseInput input, CancellationToken cancellationToken) => DocumentParser.Parse(input, cancellationToken);
}
