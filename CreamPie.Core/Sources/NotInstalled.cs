using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources;

/// <summary>Stands in for a source without settings: its documents stay, but it takes no requests and parses nothing.</summary>
internal sealed class NotInstalled(SourceName name) : ISource
{
    public SourceName Name => name;

    public int ParserVersion => 0;

    public string Why => $"{name} is not configured: docs/sources.md lists the settings it needs.";

    public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now) => null;

    public Refusal? Classify(SourceResponse response) => null;

    public ParseResult Parse(ParseInput input, CancellationToken cancellationToken) => new ParseResult.Refused(Reason.NotInstalled, Why);
}
