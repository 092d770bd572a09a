namespace CreamPie.Core.Backups.Making;

/// <summary>A bucket and what its names begin with, as <c>s3://bucket/prefix</c>.</summary>
internal static class BucketName
{
    private const string Scheme = "s3://";

    public static bool IsOne(string name) => name.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The prefix ends with a slash, or is empty; null if it is no name of a bucket.</summary>
    public static (string Bucket, string Prefix)? Read(string name)
    {
        if (!IsOne(name))
            return null;
        var rest = name[Scheme.Length..];
        var bucket = rest.Split('/')[0];
        var prefix = rest[bucket.Length..].Trim('/');
        return bucket.Length == 0 || bucket.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
            || prefix.Contains("..", StringComparison.Ordinal) || prefix.Contains("//", StringComparison.Ordinal)
            ? null
            : (bucket, prefix.Length == 0 ? "" : prefix + "/");
    }
}
