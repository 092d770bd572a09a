using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Json;
using CreamPie.Core.Sources.Yahoo.Chart;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>Yahoo's chart endpoint (v8): the data of its charts, as JSON and at full precision.</summary>
internal sealed class YahooChartSource(IOptions<YahooChartOptions> options, OwnAddress own) : ISource
{
    private static readonly Dictionary<string, string> Headers = new() { ["Accept"] = "application/json" };

    public SourceName Name => SourceName.YahooChart;

    public int ParserVersion => ChartResponse.Version;

    public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now) => new(
        new Uri($"{Root}/v8/finance/chart/{YahooPeriod.Path(symbol)}?{YahooPeriod.Of(from, now)}"
            + "&interval=1d&events=div%7Csplit%7CcapitalGains&includeAdjustedClose=true"),
        Headers);

    public Refusal? Classify(SourceResponse response) => JsonRefusal.Of(response) ?? ChartError.Of(response);

    public ParseResult Parse(ParseInput input, CancellationToken cancellationToken) => ChartResponse.Parse(input);

    public SourceRequest? RequestQuote(Symbol symbol) =>
        new(new Uri($"{Root}/v8/finance/chart/{YahooPeriod.Path(symbol)}?range=1d&interval=1d&includePrePost=false"), Headers);

    public QuoteResult ParseQuote(ParseInput input, CancellationToken cancellationToken) => ChartQuote.Parse(input);

    private string Root => own.Resolve(options.Value.BaseUrl).TrimEnd('/');
}
