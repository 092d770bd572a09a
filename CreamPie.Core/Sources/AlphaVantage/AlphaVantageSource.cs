using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Json;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Sources.AlphaVantage;

/// <summary>Alpha Vantage's daily series: as traded, with the splits and dividends of its days.</summary>
internal sealed class AlphaVantageSource(IOptions<AlphaVantageOptions> options) : ISource
{
    public const string DailyAdjusted = "TIME_SERIES_DAILY_ADJUSTED";
    public const string Daily = "TIME_SERIES_DAILY";

    /// <summary>"compact" is the last 100 sessions: 20 weeks, less a margin for holidays.</summary>
    private const int CompactDays = 130;

    private static readonly Dictionary<string, string> Headers = new() { ["Accept"] = "application/json" };

    private readonly AlphaVantageOptions _options = options.Value;

    public SourceName Name => SourceName.AlphaVantage;

    public int ParserVersion => AlphaVantageResponse.Version;

    public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now)
    {
        if (AlphaVantageSymbol.Of(symbol) is not { } name)
            return null;
        var size = from?.AddDays(CompactDays) > DateOnly.FromDateTime(now) ? "compact" : "full";
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"{_options.BaseUrl.TrimEnd('/')}/query?function={_options.Function}&symbol={Uri.EscapeDataString(name)}"
            + $"&outputsize={size}&datatype=json&apikey={_options.ApiKey}");
        return new SourceRequest(new Uri(address), Headers) { Secret = _options.ApiKey };
    }

    public Refusal? Classify(SourceResponse response) =>
        AlphaVantageNotice.Of(response.Body.Span) ?? Secrets.Repeated(response, _options.ApiKey) ?? JsonRefusal.Of(response);

    public ParseResult Parse(ParseInput input, CancellationToken cancellationToken) => AlphaVantageResponse.Parse(input);
}
