namespace CreamPie.Core.Sources.Contract;

/// <summary>The address this server listens on, which <c>self:</c> stands for in a source's address. Unknown until it listens.</summary>
public sealed class OwnAddress
{
    /// <summary>Scheme of an address of this server.</summary>
    public const string Scheme = "self";

    private volatile Uri? _root;

    /// <summary>Called once the server listens.</summary>
    /// <param name="root">Absolute, with the port.</param>
    public void Set(Uri root) => _root = root;

    /// <summary><c>self:/path</c> as an address of this server; any other address unchanged.</summary>
    /// <param name="address">As the settings have it.</param>
    /// <exception cref="InvalidOperationException">The server is not listening (yet).</exception>
    public string Resolve(string address)
    {
        if (!Is(address))
            return address;
        var root = _root ?? throw new InvalidOperationException($"{address} is not reachable: this server is not listening yet.");
        return new Uri(root, address[(Scheme.Length + 1)..]).AbsoluteUri;
    }

    /// <summary>True for <c>self:/path</c>.</summary>
    /// <param name="address">As the settings have it.</param>
    public static bool Is(string address) => address.StartsWith(Scheme + ":/", StringComparison.OrdinalIgnoreCase);
}
