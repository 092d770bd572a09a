using System.Globalization;
using System.Security.Cryptography;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>
/// The archive in the data folder. A file is <c>tmp/&lt;guid&gt;</c> while it is written, then it is flushed, compared and renamed.
/// </summary>
public sealed partial class FolderStore(IOptions<StorageOptions> storage, ILogger<FolderStore> log) : IArchiveStore
{
    /// <summary>Larger than an ordinary page, so that a quota shows before a page is fetched.</summary>
    private const int Probe = 1 << 16;

    private readonly string _root = Path.GetFullPath(storage.Value.Archive);

    private string Temporary => Path.Combine(_root, "tmp");

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return PathOf(name) is var path && File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : null;
        }
        catch (FileNotFoundException)
        {
            return null; // Moved or compressed a moment ago.
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(PathOf(name) is var path && File.Exists(path) ? File.OpenRead(path) : null);
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (await IsWholeAsync(path, bytes, cancellationToken))
            DurableFile.FlushFolder(Path.GetDirectoryName(path)!); // Its writer may have died before the flush.
        else
            await PutAsync(path, bytes, cancellationToken);
    }

    /// <inheritdoc/>
    public Task MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        DurableFile.Move(PathOf(from), PathOf(to));
        // What is set aside lives a week from now on, by the clock that dates files; a bucket does the same.
        File.SetLastWriteTimeUtc(PathOf(to), TimeProvider.System.GetUtcNow().UtcDateTime);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        // Delete itself fails where even the folder is missing.
        if (File.Exists(PathOf(name)))
            File.Delete(PathOf(name));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredFile> ListAsync(string folder, CancellationToken cancellationToken) =>
        (Directory.Exists(PathOf(folder)) ? new DirectoryInfo(PathOf(folder)).EnumerateFiles("*", SearchOption.AllDirectories) : [])
        .Select(file => new StoredFile(Path.GetRelativePath(_root, file.FullName).Replace('\\', '/'), file.LastWriteTimeUtc))
        .ToAsyncEnumerable();

    /// <inheritdoc/>
    public int Sweep(DateTime olderThan)
    {
        if (!Directory.Exists(Temporary))
            return 0;
        var left = Directory.GetFiles(Temporary).Where(file => File.GetLastWriteTimeUtc(file) < olderThan).ToList();
        left.ForEach(File.Delete);
        return left.Count;
    }

    /// <inheritdoc/>
    public async Task TestAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(Temporary, Guid.NewGuid().ToString("N") + ".test");
        try
        {
            await PutAsync(path, RandomNumberGenerator.GetBytes(1_000), cancellationToken);
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The archive '{_root}' cannot be written: {e.Message} Storage__Path must name a writable folder.", e);
        }
    }

    /// <inheritdoc/>
    public string? WhyUnusable()
    {
        try
        {
            DurableFile.CreateFolder(Temporary);
            if (WhyFull() is { } full)
                return full;
            var probe = Path.Combine(Temporary, $"{Guid.NewGuid():N}.probe");
            using var file = new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            file.Write(new byte[Probe]);
            return null;
        }
        // .NET reports EFBIG as ArgumentOutOfRangeException.
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Log.CannotWrite(log, fault);
            return "The archive cannot be written; see the log for details.";
        }
    }

    private string? WhyFull()
    {
        var disk = new DriveInfo(Temporary);
        var free = disk.AvailableFreeSpace / 1e6;
        var percent = 100.0 * disk.AvailableFreeSpace / Math.Max(1, disk.TotalSize);
        return free >= storage.Value.MinFreeMegabytes && percent >= storage.Value.MinFreePercent
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The archive disk is nearly full: {free:0} MB ({percent:0.0}%) free, {storage.Value.MinFreeMegabytes} MB "
                + $"and {storage.Value.MinFreePercent:0.#}% required (Storage__MinFreeMegabytes, Storage__MinFreePercent).");
    }

    private async Task PutAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        DurableFile.CreateFolder(Temporary);
        DurableFile.CreateFolder(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(Temporary, Guid.NewGuid().ToString("N"));
        try
        {
            await DurableFile.WriteAsync(temporary, bytes, cancellationToken);
            if (!await IsWholeAsync(temporary, bytes, cancellationToken))
                throw new IOException($"'{temporary}' does not hold what was written to it.");
            DurableFile.Move(temporary, path);
        }
        catch
        {
            ScratchFolder.Remove(temporary);
            throw;
        }
    }

    private static async Task<bool> IsWholeAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            await using var file = File.OpenRead(path);
            return (await SHA256.HashDataAsync(file, cancellationToken)).AsSpan().SequenceEqual(SHA256.HashData(bytes.Span));
        }
        catch (FileNotFoundException)
        {
            // Compressed since.
            return false;
        }
    }

    private string PathOf(string name) => Path.Combine(_root, name);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The archive cannot be written.")]
        public static partial void CannotWrite(ILogger logger, Exception fault);
    }
}
