using System.Globalization;
using System.Security.Cryptography;

namespace CreamPie.Core.Archiving;

/// <summary>Names of the archive's files. Only a hash or a number ever becomes a name, never a symbol or URL.</summary>
internal static class FileName
{
    public const string Manifests = "documents";

    /// <summary>Says which installation the archive belongs to.</summary>
    public const string Mark = "installation";

    private static readonly Dictionary<ArchivedForms, string> Extensions = new()
    {
        [ArchivedForms.Plain] = ".bin",
        [ArchivedForms.Compressed] = ".bin.br",
        [ArchivedForms.PlainAside] = ".orphan",
        [ArchivedForms.CompressedAside] = ".orphan.br",
    };

    /// <summary>Of the bytes with this hash, as they were received.</summary>
    public static string Of(string sha256) => Of(sha256, ArchivedForms.Plain);

    /// <summary>Of the same bytes in one of the forms.</summary>
    public static string Of(string sha256, ArchivedForms form) =>
        $"{Checked(sha256)[..2]}/{sha256[2..4]}/{sha256}{Extensions[form]}";

    /// <summary>Of the manifest of a document.</summary>
    public static string Manifest(int id) => string.Create(CultureInfo.InvariantCulture, $"{Manifests}/{id}.json");

    /// <summary>Of a manifest that another one replaced: it named other bytes.</summary>
    public static string FormerManifest(int id, string sha256) => Path.ChangeExtension(Manifest(id), $"{Checked(sha256)}.json");

    /// <summary>Of a manifest that is no JSON.</summary>
    public static string DamagedManifest(int id) => Path.ChangeExtension(Manifest(id), "damaged");

    /// <summary>The hash in a name, and its form; null for any other file.</summary>
    public static (string Sha256, ArchivedForms Form)? Read(string name)
    {
        var (file, found) = (Path.GetFileName(name), ((string, ArchivedForms)?)null);
        if (file.IndexOf('.', StringComparison.Ordinal) is var end and > 0 && file[..end] is var sha256 && IsHash(sha256))
        {
            foreach (var form in Extensions.Keys.Where(form => name == Of(sha256, form)))
                found = (sha256, form);
        }
        return found;
    }

    private static string Checked(string sha256) => IsHash(sha256)
        ? sha256
        : throw new ArgumentException("An archived file is named by the 64 lower-case hex digits of its SHA-256.", nameof(sha256));

    private static bool IsHash(string text) => text.Length == SHA256.HashSizeInBytes * 2 && text.All(char.IsAsciiHexDigitLower);
}
