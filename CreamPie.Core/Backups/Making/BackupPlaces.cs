using System.Collections.Concurrent;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Making;

/// <summary>Finds the place that a setting or an argument names: a folder, or <c>s3://bucket/prefix</c>.</summary>
public sealed class BackupPlaces(
    IOptions<BackupOptions> options, IOptions<ArchiveOptions> archive, IOptions<StorageOptions> storage, TimeProvider time,
    ILogger<BucketStore> log) : IDisposable
{
    private readonly ConcurrentDictionary<string, (BucketStore Store, BucketFiles Files)> _buckets = new(StringComparer.Ordinal);

    /// <summary>A part of a large file may take its time.</summary>
    private const int TimeoutSeconds = 300;

    /// <summary>The place.</summary>
    /// <param name="name">As a person wrote it.</param>
    /// <exception cref="BackupException">It is no place.</exception>
    internal IBackupPlace Of(string name)
    {
        if (!BucketName.IsOne(name))
            return new BackupFolder(name);
        var bucket = BucketOf(name);
        var root = $"s3://{bucket.Bucket}/{bucket.Prefix}".TrimEnd('/');
        var (store, files) = _buckets.GetOrAdd(
            root, _ => (new BucketStore(Options.Create(bucket), time, log), new BucketFiles(bucket)));
        return new BucketPlace(root, store, files, Path.Combine(storage.Value.Path, "backup"), time);
    }

    /// <summary>The same for new backups.</summary>
    /// <param name="name">As a person wrote it.</param>
    /// <exception cref="BackupException">It is no place, or would be lost with what it is the backup of.</exception>
    internal IBackupPlace ForNew(string name)
    {
        var place = Of(name);
        var own = place is BackupFolder ? Path.GetFullPath(storage.Value.Path) : ArchiveBucket();
        if (own is null)
            return place;
        var (mine, theirs) = (own.TrimEnd('/') + '/', place.Root.TrimEnd('/') + '/');
        if (theirs.StartsWith(mine, StringComparison.Ordinal))
        {
            throw new BackupException(
                $"{place.Root} lies in {(place is BackupFolder ? "the data folder" : "the archive")} {own} and would be lost with it: "
                + "choose another place.");
        }
        // Of one bucket, where the two could have the same names.
        if (place is not BackupFolder && mine.StartsWith(theirs, StringComparison.Ordinal))
            throw new BackupException($"The archive {own} lies in {place.Root}: choose another beginning, like {theirs}backups.");
        return place;
    }

    /// <summary>Ends the connections.</summary>
    public void Dispose()
    {
        foreach (var (store, files) in _buckets.Values)
        {
            store.Dispose();
            files.Dispose();
        }
    }

    private string? ArchiveBucket() => archive.Value.IsBucket ? $"s3://{archive.Value.Bucket}/{archive.Value.Prefix}" : null;

    /// <summary>Where a setting is not given, the archive's is used.</summary>
    private ArchiveOptions BucketOf(string name)
    {
        var (bucket, prefix) = BucketName.Read(name)
            ?? throw new BackupException($"{name} must be a bucket and what its names begin with, like s3://backups/creampie.");
        var (own, others) = (options.Value, archive.Value);
        var hasKey = !string.IsNullOrWhiteSpace(own.AccessKey);
        return new ArchiveOptions
        {
            Bucket = bucket,
            Prefix = prefix,
            Endpoint = string.IsNullOrWhiteSpace(own.Endpoint) ? others.Endpoint : own.Endpoint,
            Region = string.IsNullOrWhiteSpace(own.Region) ? others.Region : own.Region,
            AccessKey = hasKey ? own.AccessKey : others.AccessKey,
            SecretKey = hasKey ? own.SecretKey : others.SecretKey,
            TimeoutSeconds = TimeoutSeconds,
            Words = new("The bucket", BackupOptions.Section, "its name"),
        };
    }
}
