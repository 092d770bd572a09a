using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>The address of Yahoo's history pages.</summary>
public sealed class YahooPageOptions : IValidatableObject
{
    /// <summary>Of the settings.</summary>
    public const string Section = "Sources:YahooPage";

    /// <summary>Base address of the pages; a path in it is kept. <c>self:/path</c> is this server itself.</summary>
    public string BaseUrl { get; set; } = "https://finance.yahoo.com";

    /// <summary>One sentence for each invalid setting.</summary>
    /// <param name="validationContext">Not used.</param>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        SourceAddress.Check(BaseUrl, "Sources__YahooPage__BaseUrl", "https://finance.yahoo.com");
}
