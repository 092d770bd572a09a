using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Storage;

/// <summary>Settings of the data folder, which has the archive, the drop folder, the SQLite file and the logs.</summary>
public sealed class StorageOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>Data folder, absolute or relative to the content root.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Storage__Path must name a folder.")]
    public string Path { get; set; } = "data";

    /// <summary>Free space below which nothing is fetched or imported, in MB; queries still work.</summary>
    [Range(0, 10_000_000, ErrorMessage = "Storage__MinFreeMegabytes must be 0 to 10000000.")]
    public int MinFreeMegabytes { get; set; } = 500;

    /// <summary>The same in percent of the disk.</summary>
    [Range(0.0, 90.0, ErrorMessage = "Storage__MinFreePercent must be 0 to 90.")]
    public double MinFreePercent { get; set; } = 5;

    /// <summary>Hours between two checks of archived files against their hashes; 0 for none. Reading them wakes the disks.</summary>
    [Range(0, 8_760, ErrorMessage = "Storage__VerifyHours must be 0 (never) to 8760.")]
    public int VerifyHours { get; set; } = 24;

    /// <summary>Archived bytes that one check reads, in MB; the next goes on where it ended.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Storage__VerifyMegabytes must be 1 to 10000000.")]
    public int VerifyMegabytes { get; set; } = 4_096;

    /// <summary>Folder of the archive.</summary>
    public string Archive => System.IO.Path.Combine(Path, "archive");

    /// <summary>Folder whose files are imported.</summary>
    public string Drop => System.IO.Path.Combine(Path, "drop");

    /// <summary>Folder of the log files.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>Database file, unless a connection string names another.</summary>
    public string SqliteFile => System.IO.Path.Combine(Path, "creampie.db");
}
