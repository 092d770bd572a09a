using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Ingestion.Retention;

/// <summary>
/// How long the archived bytes of each source's documents are kept that stand behind no served number; by default for ever. Named like
/// the sources' own settings.
/// </summary>
public sealed class RetentionOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Retention";

    /// <summary>Shorter would take the bytes of a document before anybody could look into what it says.</summary>
    public const int FewestDays = 30;

    /// <summary>Of the history page of Yahoo Finance.</summary>
    public SourceRetention YahooPage { get; init; } = new();

    /// <summary>Of Yahoo's chart endpoint.</summary>
    public SourceRetention YahooChart { get; init; } = new();

    /// <summary>Of Alpha Vantage.</summary>
    public SourceRetention AlphaVantage { get; init; } = new();

    /// <summary>Of the source of CSV files.</summary>
    public SourceRetention Csv { get; init; } = new();

    /// <summary>Of dropped and uploaded files.</summary>
    public SourceRetention DropFolder { get; init; } = new();

    /// <summary>The sources whose documents are not kept for ever, with their days.</summary>
    internal IReadOnlyList<(SourceName Source, int Days)> Limited =>
        [.. All.Where(s => s.Retention.Days > 0).Select(s => (s.Source, s.Retention.Days))];

    private IEnumerable<(SourceName Source, string Name, SourceRetention Retention)> All =>
    [
        (SourceName.YahooPage, nameof(YahooPage), YahooPage), (SourceName.YahooChart, nameof(YahooChart), YahooChart),
        (SourceName.AlphaVantage, nameof(AlphaVantage), AlphaVantage), (SourceName.CsvTemplate, nameof(Csv), Csv),
        (SourceName.DropFolder, nameof(DropFolder), DropFolder),
    ];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => All
        .Where(s => s.Retention.Days is not 0 and not (>= FewestDays and <= 36_500))
        .Select(s => new ValidationResult($"Retention__{s.Name}__Days must be 0 (for ever), or {FewestDays} to 36500."));
}

/// <summary>How long the bytes of one source's documents are kept.</summary>
public sealed class SourceRetention
{
    /// <summary>Days after they were archived; 0 for ever.</summary>
    public int Days { get; set; }
}
