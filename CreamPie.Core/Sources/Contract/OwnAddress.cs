namespace CreamPie.Core.Sources;

/// <summary>Where this server itself listens: what <c>self:</c> stands for in a source's address. Known only once it listens.</summary>
public sealed class OwnAddress
{
    public const string Scheme = "self";

    private volatile Uri? _root;

    public void Set(Uri root) => _root = root;

    /// <summary><c>self:/path</c> as an address of this server; any other address unchanged.</summary>
    /// <exception cref="InvalidOperationException">The server does not listen (yet).</exception>
    public string Resolve(string address)
    {
        if (!Is(address))
            return address;
        var root = _root ?? throw new InvalidOperationException($"{address} cannot be asked: this server does not listen yet, or has no address of its own.");
        return new Uri(root, address[(Scheme.Length + 1)..]).AbsoluteUri;
    }

    public static bool Is(string address) => address.StartsWith(Scheme + ":/", StringComparison.OrdinalIgnoreCase);
}
