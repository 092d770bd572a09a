using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Archiving;

/// <summary>Where everything that is ours lies on disk: the archive, the drop folder, SQLite's file.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Relative to the content root.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Storage__Path must name a folder.")]
    public string Path { get; set; } = "data";

    public string Archive => System.IO.Path.Combine(Path, "archive");

    public string Drop => System.IO.Path.Combine(Path, "drop");

    public string SqliteFile => System.IO.Path.Combine(Path, "creampie.db");
}
