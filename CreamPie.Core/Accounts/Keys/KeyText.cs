using System.Security.Cryptography;

namespace CreamPie.Core.Accounts.Keys;

/// <summary>
/// A key as its owner has it: cpk_, its id and 256 random bits, without a sign between them, so that a double click selects all of it.
/// </summary>
public static class KeyText
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "cpk_";
    private const int IdLength = 32;
    private const int SecretBytes = 32;

    /// <summary>A new key; only its hash is to be stored.</summary>
    internal static (string Key, string Hash) Of(Guid id)
    {
        var key = $"{Prefix}{id:N}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return (key, RowToken.HashOf(key));
    }

    /// <summary>How a key begins, by which its owner recognizes it.</summary>
    internal static string Start(Guid id) => Prefix + id.ToString("N")[..8];

    /// <summary>Null if the text is no key of ours.</summary>
    internal static (Guid Id, string Hash)? Read(string? text) =>
        text is { Length: 4 + IdLength + 2 * SecretBytes } && text.StartsWith(Prefix, StringComparison.Ordinal)
        && Guid.TryParseExact(text.AsSpan(Prefix.Length, IdLength), "N", out var id)
            ? (id, RowToken.HashOf(text))
            : null;
}
