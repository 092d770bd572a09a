using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Backups;

/// <summary>Settings of the backups.</summary>
public sealed class BackupOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Backups";

    /// <summary>Folder of the daily backups, outside of the data folder; empty for none.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Days that a daily backup is kept. The newest one stays, however old.</summary>
    [Range(1, 3_650, ErrorMessage = "Backups__KeepDays must be 1 to 3650.")]
    public int KeepDays { get; set; } = 14;

    /// <summary>Folder with pg_dump, pg_restore and psql; empty to look for them on PATH and in /usr/lib/postgresql.</summary>
    public string PostgresTools { get; set; } = "";

    /// <summary>True if backups are made daily.</summary>
    public bool AreDaily => !string.IsNullOrWhiteSpace(Folder);
}
