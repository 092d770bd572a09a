using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Sources;

public sealed class YahooPageOptions : IValidatableObject
{
    public const string Section = "Sources:YahooPage";

    /// <summary>Where the pages are asked for; a path in it is kept. <c>self:/path</c> is this server itself.</summary>
    public string BaseUrl { get; set; } = "https://finance.yahoo.com";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps && !OwnAddress.Is(BaseUrl))
            || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            yield return new ValidationResult(
                $"Sources__YahooPage__BaseUrl must be an http or https address without query, like https://finance.yahoo.com, not \"{BaseUrl}\".",
                [nameof(BaseUrl)]);
        }
    }
}
