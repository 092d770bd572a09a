using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Sources.CsvTemplate;

/// <summary>One source that answers with CSV, described by settings alone; without an address it is not installed.</summary>
internal sealed class CsvTemplateOptions : IValidatableObject
{
    public const string Section = "Sources:Csv";
    private const string Key = "Sources__Csv__";

    /// <summary>
    /// Like https://stooq.com/q/d/l/?s={symbol:lower}&amp;d1={from:yyyyMMdd}&amp;d2={to:yyyyMMdd}&amp;i=d; {key} is ApiKey.
    /// </summary>
    public string UrlTemplate { get; set; } = "";

    /// <summary>A secret, for {key}: no document, log, manifest, response or page contains it.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Suffix for symbols without one of their own, like ".us".</summary>
    public string SymbolSuffix { get; set; } = "";

    /// <summary>The source's spelling of single symbols: 7203.T = 7203.jp. Other symbols with . ^ or = are not requested.</summary>
    public Dictionary<string, string> Symbols { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The headers of the columns, in the source's own words.</summary>
    public CsvTemplateColumns Columns { get; init; } = new();

    /// <summary>One character; "tab" for a tab.</summary>
    public string Delimiter { get; set; } = ",";

    /// <summary>Culture of numbers and month names: empty for 1234.56, de-DE for 1.234,56.</summary>
    public string Culture { get; set; } = "";

    public string DateFormat { get; set; } = "yyyy-MM-dd";

    /// <summary>Null: known of the host or proved by each file, or else not proved.</summary>
    public PriceBasis? Basis { get; set; }

    /// <summary>Currency of all its prices, as Yahoo writes it (GBp is pence); null if they differ.</summary>
    public string? Currency { get; set; }

    /// <summary>IANA name of the exchange's zone, to know when a day is over; null if they differ.</summary>
    public string? TimeZone { get; set; }

    /// <summary>What the source answers instead of a file if it has no data.</summary>
    public string NoDataText { get; set; } = "No data";

    /// <summary>False for a source whose last line has no line end: truncation cannot be detected then.</summary>
    public bool EndsWithNewLine { get; set; } = true;

    /// <summary>As set; Stooq's prices are adjusted for dividends, too. Null if neither tells it.</summary>
    internal PriceBasis? KnownBasis =>
        Basis ?? (CsvAddress.HostOf(UrlTemplate) is "stooq.com" or "stooq.pl" ? PriceBasis.FullyAdjusted : null);

    internal char DelimiterCharacter => Delimiter.Equals("tab", StringComparison.OrdinalIgnoreCase) ? '\t' : Delimiter[0];

    internal CultureInfo CultureInfo => CultureInfo.GetCultureInfo(Culture);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CsvAddress.Problem(UrlTemplate, ApiKey) is { } address)
            yield return new($"{Key}UrlTemplate {address}");
        if (Delimiter.Length != 1 && !Delimiter.Equals("tab", StringComparison.OrdinalIgnoreCase))
            yield return new($"{Key}Delimiter must be one character, or tab, not \"{Delimiter}\".");
        if (!IsCulture(Culture))
            yield return new($"{Key}Culture must be empty (1234.56) or the name of a culture like de-DE (1.234,56), not \"{Culture}\".");
        if (!IsDateFormat(DateFormat))
        {
            yield return new(
                $"{Key}DateFormat must be a format with year, month and day, like yyyy-MM-dd or dd.MM.yyyy, not \"{DateFormat}\".");
        }
        if (TimeZone is { Length: > 0 } && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new($"{Key}TimeZone must be a zone like Europe/Warsaw, not \"{TimeZone}\".");
        foreach (var (symbol, name) in Symbols.Where(s => !Symbol.TryParse(s.Key, out _) || string.IsNullOrWhiteSpace(s.Value)))
            yield return new($"{Key}Symbols__{symbol} must map a symbol to the name that the source has for it, not to \"{name}\".");
        if (Columns.Problem() is { } columns)
            yield return new($"{Key}Columns__{columns}");
    }

    private static bool IsCulture(string name)
    {
        try
        {
            return name.Length == 0 || CultureInfo.GetCultureInfo(name, predefinedOnly: true).Name.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    private static bool IsDateFormat(string format)
    {
        try
        {
            var day = new DateOnly(2025, 11, 23);
            var written = day.ToString(format, CultureInfo.InvariantCulture);
            return DateOnly.TryParseExact(written, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var again)
                && again == day;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
