namespace CreamPie.Core.Sources.Contract;

/// <summary>One request (GET) that answers with a document.</summary>
/// <param name="Url">Absolute, http or https; may hold the <see cref="Secret"/>.</param>
/// <param name="Headers">By name; besides those of every request.</param>
public sealed record SourceRequest(Uri Url, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The key in the address, which nothing stored or displayed may contain; null if there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>A text of the request or its response with the key masked, fit to be stored.</summary>
    /// <param name="text">Any text: an address, a header, a message.</param>
    public string Public(string text) => Secrets.Mask(text, Secret);

    /// <summary>The address with the key masked, fit to be stored and displayed.</summary>
    public override string ToString() => Public(Url.ToString());
}
