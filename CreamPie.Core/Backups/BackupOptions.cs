using System.ComponentModel.DataAnnotations;
using CreamPie.Core.Backups.Making;

namespace CreamPie.Core.Backups;

/// <summary>Settings of the backups.</summary>
public sealed class BackupOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Backups";

    /// <summary>Place of the daily backups: a folder outside of the data folder, or <c>s3://bucket/prefix</c>; empty for none.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Days that a daily backup is kept. The newest one stays, however old.</summary>
    [Range(1, 3_650, ErrorMessage = "Backups__KeepDays must be 1 to 3650.")]
    public int KeepDays { get; set; } = 14;

    /// <summary>Folder with pg_dump, pg_restore and psql; empty to look for them on PATH and in /usr/lib/postgresql.</summary>
    public string PostgresTools { get; set; } = "";

    /// <summary>Address of the server of a bucket; null for the archive's, or Amazon's.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Region of a bucket; null for the archive's.</summary>
    public string? Region { get; set; }

    /// <summary>Access key for a bucket; null for the archive's.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Secret of the access key.</summary>
    public string? SecretKey { get; set; }

    /// <summary>True if backups are made daily.</summary>
    public bool AreDaily => !string.IsNullOrWhiteSpace(Folder);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BucketName.IsOne(Folder) && BucketName.Read(Folder) is null)
            yield return new ValidationResult("Backups__Folder must be a folder, or a bucket like s3://backups/creampie.");
        if (!string.IsNullOrWhiteSpace(Endpoint) && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri is { PathAndQuery: "/", UserInfo: "" }))
        {
            yield return new ValidationResult(
                "Backups__Endpoint must be an http or https address without a path, like https://s3.example.org.");
        }
        if (string.IsNullOrWhiteSpace(AccessKey) != string.IsNullOrWhiteSpace(SecretKey))
            yield return new ValidationResult("Backups__AccessKey and Backups__SecretKey are needed both, or neither.");
    }
}
