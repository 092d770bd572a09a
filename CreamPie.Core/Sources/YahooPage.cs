using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Parsing;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Sources;

/// <summary>The history page of Yahoo Finance, asked for with its whole range.</summary>
public sealed class YahooPage(IOptions<YahooPageOptions> options, OwnAddress own) : ISource
{
    /// <summary>Before ^GSPC's first bar of 1927 and anything else that Yahoo has.</summary>
    private static readonly DateTime FirstDay = new(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Dictionary<string, string> Headers = new()
    {
        ["Accept"] = "text/html",
        ["Accept-Language"] = "en-US,en;q=0.9",
    };

    public SourceName Name => SourceName.YahooPage;

    public int ParserVersion => DocumentParser.Version;

    public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now)
    {
        var start = from?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) ?? FirstDay;
        // The end of the day, so that every request of a day is the same one.
        var end = now.Date.AddDays(1);
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"{own.Resolve(options.Value.BaseUrl).TrimEnd('/')}/quote/{Uri.EscapeDataString(symbol.Value)}/history/?period1={Seconds(start)}&period2={Seconds(end)}");
        return new SourceRequest(new Uri(address), Headers);
    }

    public ParseResult Parse(ParseInput input, CancellationToken cancellationToken) =>
        DocumentParser.Parse(input, cancellationToken);

    private static long Seconds(DateTime utc) => (long)(utc - DateTime.UnixEpoch).TotalSeconds;
}
