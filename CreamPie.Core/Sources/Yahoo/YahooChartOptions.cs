using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Sources;

public sealed class YahooChartOptions : IValidatableObject
{
    public const string Section = "Sources:YahooChart";

    /// <summary>Where the charts are asked for; a path in it is kept. <c>self:/path</c> is this server itself.</summary>
    public string BaseUrl { get; set; } = "https://query1.finance.yahoo.com";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        SourceAddress.Check(BaseUrl, "Sources__YahooChart__BaseUrl", "https://query1.finance.yahoo.com");
}
