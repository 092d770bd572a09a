using System.Text.Json;
using System.Text.Json.Serialization;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Backups.Making;

/// <summary>What a backup holds: written last, so that a folder without one is no backup.</summary>
/// <param name="Format">2.</param>
/// <param name="Name">Of the backup: when it was made, like 20261130T170000Z.</param>
/// <param name="MadeAt">UTC.</param>
/// <param name="Version">Of the program that made it.</param>
/// <param name="Provider">Of the database.</param>
/// <param name="Mark">Of the installation; null if it had none yet.</param>
/// <param name="LastMigration">Of the database's schema.</param>
/// <param name="Database">The copy of the database.</param>
/// <param name="Files">The list of the archived files: a hash and a size a line, gzip.</param>
/// <param name="FileCount">How many the list has.</param>
/// <param name="FileBytes">Their sizes added up.</param>
/// <param name="Documents">The manifests of the documents, tar and gzip.</param>
/// <param name="DocumentCount">How many there are.</param>
/// <param name="Damaged">Archived files that were damaged then, and are not in it.</param>
/// <param name="Content">Counts and checksums of the copy, as it is: of its own schema, not of a later one.</param>
public sealed record BackupManifest(
    int Format,
    string Name,
    DateTime MadeAt,
    string Version,
    DatabaseProvider Provider,
    string? Mark,
    string LastMigration,
    BackupPart Database,
    BackupPart Files,
    long FileCount,
    long FileBytes,
    BackupPart Documents,
    long DocumentCount,
    IReadOnlyList<string> Damaged,
    DatabaseContent Content)
{
    /// <summary>Of the format that this program writes and reads.</summary>
    public const int CurrentFormat = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Its files but the manifest.</summary>
    internal IReadOnlyList<BackupPart> Parts => [Database, Files, Documents];

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">It is damaged.</exception>
    internal static BackupManifest? Of(byte[] json) => JsonSerializer.Deserialize<BackupManifest>(json, Json);
}

/// <summary>One file of a backup.</summary>
/// <param name="Name">In the backup's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record BackupPart(string Name, long Bytes, string Sha256);
