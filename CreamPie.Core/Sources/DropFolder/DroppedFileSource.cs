using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>Dropped or uploaded files: pages, CSV, responses of Yahoo's chart endpoint or of Alpha Vantage, recognized by content.
/// Takes no requests.</summary>
internal sealed class DroppedFileSource : ISource
{
    public SourceName Name => SourceName.DropFolder;

    public int ParserVersion => DocumentParser.Version;

    public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now) => null;

    public Refusal? Classify(SourceResponse response) => null;

    public ParseResult Parse(ParseInput input, CancellationToken cancellationToken) => DocumentParser.Parse(input, cancellationToken);
}
