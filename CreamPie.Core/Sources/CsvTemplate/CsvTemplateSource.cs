using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Sources.CsvTemplate;

/// <summary>A CSV source by configuration alone: Stooq and the like.</summary>
internal sealed class CsvTemplateSource(IOptions<CsvTemplateOptions> options) : ISource
{
    /// <summary>Raised whenever the same bytes, under the same settings, would parse differently.</summary>
    private const int Version = 5;

    private static readonly Dictionary<string, string> Headers = new() { ["Accept"] = "text/csv, text/plain;q=0.9, */*;q=0.1" };

    private readonly CsvTemplateOptions _options = options.Value;

    public SourceName Name => SourceName.CsvTemplate;

    public int ParserVersion => Version;

    public bool FillsSeries => _options.KnownBasis != PriceBasis.FullyAdjusted;

    public SourceRequest? RequestHistory(Symbol symbol, DateOnly? from, DateTime now) => NameOf(symbol) is not { } name ? null : new(
        CsvAddress.Of(_options.UrlTemplate, name, from, DateOnly.FromDateTime(now).AddDays(1), _options.ApiKey), Headers)
    {
        Secret = _options.ApiKey,
    };

    public Refusal? Classify(SourceResponse response) =>
        Secrets.Repeated(response, _options.ApiKey) ?? CsvNotice.Of(response) ?? CsvNotice.Cut(response, _options.EndsWithNewLine);

    public ParseResult Parse(ParseInput input, CancellationToken cancellationToken) =>
        CsvTemplateFile.Parse(input, _options, cancellationToken);

    private string? NameOf(Symbol symbol) =>
        _options.Symbols.TryGetValue(symbol.Value, out var name) ? name
        : symbol.Value.AsSpan().ContainsAny('.', '^', '=') ? null
        : symbol.Value + _options.SymbolSuffix;
}
