using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.AlphaVantage;

/// <summary>Without a key Alpha Vantage is not installed.</summary>
internal sealed class AlphaVantageOptions : IValidatableObject
{
    public const string Section = "Sources:AlphaVantage";

    /// <summary>A secret: no document, log, manifest, response or page contains it.</summary>
    public string? ApiKey { get; set; }

    public string BaseUrl { get; set; } = "https://www.alphavantage.co";

    /// <summary>TIME_SERIES_DAILY_ADJUSTED (a premium call) lists splits and dividends. TIME_SERIES_DAILY does not: its prices can
    /// join no series.</summary>
    public string Function { get; set; } = AlphaVantageSource.DailyAdjusted;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ApiKey is not { Length: >= 4 and <= 100 } || !ApiKey.All(char.IsAsciiLetterOrDigit))
        {
            yield return new ValidationResult(
                "Sources__AlphaVantage__ApiKey must be the key as Alpha Vantage gave it: 4 to 100 letters and digits.");
        }
        if (Function is not (AlphaVantageSource.DailyAdjusted or AlphaVantageSource.Daily))
        {
            yield return new ValidationResult(
                $"Sources__AlphaVantage__Function must be {AlphaVantageSource.DailyAdjusted} or {AlphaVantageSource.Daily}, "
                + $"not \"{Function}\".");
        }
        foreach (var problem in SourceAddress.Check(BaseUrl, "Sources__AlphaVantage__BaseUrl", "https://www.alphavantage.co"))
            yield return problem;
    }
}
