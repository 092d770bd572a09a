using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Sources;

public sealed class YahooPageOptions : IValidatableObject
{
    public const string Section = "Sources:YahooPage";

    /// <summary>Where the pages are asked for; a path in it is kept. <c>self:/path</c> is this server itself.</summary>
    public string BaseUrl { get; set; } = "https://finance.yahoo.com";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        SourceAddress.Check(BaseUrl, "Sources__YahooPage__BaseUrl", "https://finance.yahoo.com");
}
