using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Yahoo.Page;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>The history page of Yahoo Finance, requested with its whole range.</summary>
internal sealed class YahooPageSource(IOptions<YahooPageOptions> options, OwnAddress own) : ISource
{
    private static readonly Dictionary<string, string> Headers = new()
    {
        ["Accept"] = "text/html",
        ["Accept-Language"] = "en-US,en;q=0.9",
    };

    public SourceName Name => SourceName.YahooPage;

    public int ParserVersion => PageResponse.Version;

    public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now) => new(
        new Uri($"{own.Resolve(options.Value.BaseUrl).TrimEnd('/')}/quote/{YahooPeriod.Path(symbol)}/history/?{YahooPeriod.Of(from, now)}"),
        Headers);

    public Refusal? Classify(SourceResponse response) => PageRefusal.Of(response);

    public ParseResult Parse(ParseInput input, CancellationToken cancellationToken) => PageResponse.Parse(input, cancellationToken);
}
