using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Sources.Contract;

/// <summary>Validates the address of a source.</summary>
internal static class SourceAddress
{
    /// <summary>One sentence if the address cannot be used; else empty.</summary>
    /// <param name="address">As the settings have it.</param>
    /// <param name="key">The environment key that sets it.</param>
    /// <param name="example">A valid address.</param>
    public static IEnumerable<ValidationResult> Check(string address, string key, string example)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps && !OwnAddress.Is(address))
            || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            yield return new ValidationResult($"{key} must be an http or https address without query, like {example}, not \"{address}\".");
        }
    }
}
