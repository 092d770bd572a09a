namespace CreamPie.Core.Sources.Contract;

/// <summary>One request (GET) that answers with a document.</summary>
/// <param name="Url">Absolute, http or https; may hold the <see cref="Secret"/>.</param>
/// <param name="Headers">Beside those that every request of ours has; by name.</param>
public sealed record SourceRequest(Uri Url, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A key that stands in the address, and in nothing that is kept or shown; null if there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>A text of the request or its answer as it may be kept: without the key.</summary>
    /// <param name="text">Any text: an address, a header, a message.</param>
    public string Public(string text) => Secrets.Mask(text, Secret);

    /// <summary>The address as it may be kept and shown: without the key.</summary>
    public override string ToString() => Public(Url.ToString());
}
