using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Archiving.Buckets;

/// <summary>Where the archive is, and when it is compressed. Without a bucket it is in the data folder.</summary>
public sealed class ArchiveOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Archive";

    /// <summary>Name of an S3 bucket that exists; null or empty for the data folder.</summary>
    public string? Bucket { get; set; }

    /// <summary>Address of a server that speaks S3, with the bucket in the path; null for Amazon's, by region.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Region of the bucket; many servers other than Amazon's ignore it.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Access key; null for what Amazon's environment variables, files or machine roles give.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Secret of the access key.</summary>
    public string? SecretKey { get; set; }

    /// <summary>What the names of all files begin with, like <c>creampie/</c>, if the bucket also holds other programs' files.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Time for one request to be answered, in seconds; it is repeated three times.</summary>
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>Days after which archived files are compressed, in the folder or in the bucket; 0 for never.</summary>
    [Range(0, 36_500, ErrorMessage = "Archive__CompressAfterDays must be 0 (never) to 36500.")]
    public int CompressAfterDays { get; set; } = 30;

    /// <summary>What sentences about the bucket call it and its settings.</summary>
    internal BucketWords Words { get; init; } = new("The archive's bucket", Section, $"{Section}__Bucket");

    /// <summary>True if the archive is in a bucket.</summary>
    public bool IsBucket => !string.IsNullOrWhiteSpace(Bucket);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsBucket)
        {
            if (new[] { Endpoint, AccessKey, SecretKey, Prefix }.Any(given => !string.IsNullOrWhiteSpace(given)))
                yield return new ValidationResult("Archive__Bucket is missing: the other Archive__ settings are for a bucket.");
            yield break;
        }
        if (!string.IsNullOrWhiteSpace(Endpoint) && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri is { PathAndQuery: "/", UserInfo: "" }))
        {
            yield return new ValidationResult(
                "Archive__Endpoint must be an http or https address without a path, like https://s3.example.org.");
        }
        if (string.IsNullOrWhiteSpace(AccessKey) != string.IsNullOrWhiteSpace(SecretKey))
            yield return new ValidationResult("Archive__AccessKey and Archive__SecretKey are needed both, or neither.");
        if (string.IsNullOrWhiteSpace(Region))
            yield return new ValidationResult("Archive__Region must name a region, like us-east-1.");
        if (Prefix.Length > 0 && (!Prefix.EndsWith('/') || Prefix.StartsWith('/') || Prefix.Contains("..", StringComparison.Ordinal)))
            yield return new ValidationResult("Archive__Prefix must end with a slash and not begin with one, like creampie/.");
        if (TimeoutSeconds is < 1 or > 600)
            yield return new ValidationResult("Archive__TimeoutSeconds must be 1 to 600.");
    }
}

/// <summary>How an operator knows a bucket.</summary>
/// <param name="What">Which bucket, at the beginning of a sentence.</param>
/// <param name="Section">Of the settings with its server and keys.</param>
/// <param name="Name">Where its name comes from.</param>
internal sealed record BucketWords(string What, string Section, string Name);
