using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Storage;

/// <summary>Where everything that is ours lies on disk: the archive, the drop folder, SQLite's file, the logs.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Relative to the content root.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Storage__Path must name a folder.")]
    public string Path { get; set; } = "data";

    /// <summary>With less room on the disk nothing is fetched or taken in; what is there is served.</summary>
    [Range(0, 10_000_000, ErrorMessage = "Storage__MinFreeMegabytes must be 0 to 10000000.")]
    public int MinFreeMegabytes { get; set; } = 500;

    /// <summary>The same, of the whole disk.</summary>
    [Range(0.0, 90.0, ErrorMessage = "Storage__MinFreePercent must be 0 to 90.")]
    public double MinFreePercent { get; set; } = 5;

    public string Archive => System.IO.Path.Combine(Path, "archive");

    public string Drop => System.IO.Path.Combine(Path, "drop");

    public string Logs => System.IO.Path.Combine(Path, "logs");

    public string SqliteFile => System.IO.Path.Combine(Path, "creampie.db");
}
