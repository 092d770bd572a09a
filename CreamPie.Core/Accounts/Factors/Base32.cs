using System.Security.Cryptography;

namespace CreamPie.Core.Accounts.Factors;

/// <summary>RFC 4648 without padding: what authenticator apps read.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Null if the text has another character.</summary>
    public static byte[]? Decode(string text)
    {
        List<byte> bytes = [];
        var (buffer, bits) = (0, 0);
        foreach (var c in text)
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
                return null;
            (buffer, bits) = (((buffer & 0xFF) << 5) | value, bits + 5);
            if (bits < 8)
                continue;
            bits -= 8;
            bytes.Add((byte)(buffer >> bits));
        }
        return [.. bytes];
    }

    /// <summary>Random text of so many characters, five bits each.</summary>
    public static string Random(int length) => RandomNumberGenerator.GetString(Alphabet, length);
}
