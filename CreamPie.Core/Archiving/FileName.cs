using System.Globalization;
using System.Security.Cryptography;

namespace CreamPie.Core.Archiving;

/// <summary>Names of the archive's files. Only a hash or a number ever becomes a name, never a symbol or URL.</summary>
internal static class FileName
{
    public const string Manifests = "documents";

    /// <summary>Says which installation the archive belongs to.</summary>
    public const string Mark = "installation";

    private const string Kept = ".bin";
    private const string Aside = ".orphan";

    /// <summary>Of the bytes with this hash.</summary>
    public static string Of(string sha256) => $"{Checked(sha256)[..2]}/{sha256[2..4]}/{sha256}{Kept}";

    /// <summary>Of the same bytes while nobody is known to need them.</summary>
    public static string SetAside(string sha256) => Path.ChangeExtension(Of(sha256), Aside);

    /// <summary>Of the manifest of a document.</summary>
    public static string Manifest(int id) => string.Create(CultureInfo.InvariantCulture, $"{Manifests}/{id}.json");

    /// <summary>Of a manifest that another one replaced: it named other bytes.</summary>
    public static string FormerManifest(int id, string sha256) => Path.ChangeExtension(Manifest(id), $"{Checked(sha256)}.json");

    /// <summary>Of a manifest that is no JSON.</summary>
    public static string DamagedManifest(int id) => Path.ChangeExtension(Manifest(id), "damaged");

    /// <summary>The hash in a name; null for any other file.</summary>
    public static (string Sha256, bool IsSetAside)? Read(string name)
    {
        var sha256 = Path.GetFileNameWithoutExtension(name);
        return !IsHash(sha256) ? null
            : name == Of(sha256) ? (sha256, false)
            : name == SetAside(sha256) ? (sha256, true)
            : null;
    }

    private static string Checked(string sha256) => IsHash(sha256)
        ? sha256
        : throw new ArgumentException("An archived file is named by the 64 lower-case hex digits of its SHA-256.", nameof(sha256));

    private static bool IsHash(string text) => text.Length == SHA256.HashSizeInBytes * 2 && text.All(char.IsAsciiHexDigitLower);
}
