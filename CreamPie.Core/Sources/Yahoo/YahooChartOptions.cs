using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>The address of Yahoo's chart endpoint.</summary>
public sealed class YahooChartOptions : IValidatableObject
{
    /// <summary>Of the settings.</summary>
    public const string Section = "Sources:YahooChart";

    /// <summary>Base address of the charts; a path in it is kept. <c>self:/path</c> is this server itself.</summary>
    public string BaseUrl { get; set; } = "https://query1.finance.yahoo.com";

    /// <summary>One sentence for each invalid setting.</summary>
    /// <param name="validationContext">Not used.</param>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        SourceAddress.Check(BaseUrl, "Sources__YahooChart__BaseUrl", "https://query1.finance.yahoo.com");
}
