using System.Text;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>Which installation the archive belongs to: a small file in it, written once. Its database has the same mark.</summary>
public sealed class ArchiveMark(IArchiveStore store, IOptions<StorageOptions> storage, IOptions<ArchiveOptions> archive)
{
    /// <summary>Where the archive is.</summary>
    public string Place { get; } = archive.Value.IsBucket
        ? $"s3://{archive.Value.Bucket}/{archive.Value.Prefix}"
        : Path.GetFullPath(storage.Value.Archive);

    /// <summary>The mark; null if the archive has none.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="IOException">The archive is away.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        await store.ReadAsync(FileName.Mark, cancellationToken) is { } bytes ? Encoding.ASCII.GetString(bytes).Trim() : null;

    /// <summary>Marks the archive, whatever it was marked with. Callers hold a lock of their database.</summary>
    /// <param name="mark">32 hex digits.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <exception cref="IOException">The archive is away.</exception>
    public Task ReplaceAsync(string mark, CancellationToken cancellationToken) =>
        store.WriteAsync(FileName.Mark, Encoding.ASCII.GetBytes(mark + "\n"), cancellationToken);
}
