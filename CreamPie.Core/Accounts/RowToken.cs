using System.Security.Cryptography;
using System.Text;

namespace CreamPie.Core.Accounts;

/// <summary>A token that names a row and proves it: its id, a dot, and 256 random bits.</summary>
internal static class RowToken
{
    /// <summary>A new one for the row; only its hash is to be stored.</summary>
    public static (string Token, string Hash) Of(Guid id)
    {
        var token = $"{id:N}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        return (token, HashOf(token));
    }

    /// <summary>Whether a hash is the stored one, in a time that tells nothing about either.</summary>
    public static bool Same(string stored, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(stored), Encoding.ASCII.GetBytes(hash));

    /// <summary>Null if the text is no token of ours.</summary>
    public static (Guid Id, string Hash)? Read(string? token) =>
        Guid.TryParseExact(token?.Split('.')[0], "N", out var id) ? (id, HashOf(token!)) : null;

    /// <summary>SHA-256, lower-case hex: 256 random bits need no slower one.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
