using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>
/// The raw bytes on disk, exactly as received, addressed by their SHA-256 and immutable: <c>tmp/&lt;guid&gt;</c> while
/// they are written, then <c>ab/cd/&lt;sha256&gt;.bin</c>, with a manifest for each document in
/// <c>documents/&lt;id&gt;.json</c>. A completed write survives a power cut.
/// </summary>
public sealed class Archive(IOptions<StorageOptions> storage)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _root = Path.GetFullPath(storage.Value.Archive);

    private string Temporary => Path.Combine(_root, "tmp");

    /// <summary>Stores the bytes; does nothing if the archive has them.</summary>
    /// <exception cref="IOException">The disk is full or fails; nothing was stored.</exception>
    public async Task<ArchivedFile> StoreAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var path = PathOf(sha256);
        if (await IsWholeAsync(path, sha256, cancellationToken))
            DurableFile.FlushFolder(Path.GetDirectoryName(path)!); // Its writer may have died before the flush.
        else
            await PutAsync(path, bytes, cancellationToken);
        return new ArchivedFile(sha256, bytes.Length);
    }

    /// <summary>The archived bytes, verified by their hash.</summary>
    /// <exception cref="ArchiveCorruptException">The file is missing or its hash does not match.</exception>
    public async Task<byte[]> ReadAsync(string sha256, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(ExistingPathOf(sha256), cancellationToken);
        Verify(SHA256.HashData(bytes), sha256);
        return bytes;
    }

    /// <summary>The same as a stream, for a reader that need not have them in memory at once.</summary>
    /// <exception cref="ArchiveCorruptException">The file is missing or its hash does not match.</exception>
    public async Task<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(ExistingPathOf(sha256));
        try
        {
            Verify(await SHA256.HashDataAsync(file, cancellationToken), sha256);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private string ExistingPathOf(string sha256)
    {
        var path = PathOf(sha256);
        if (!File.Exists(path) && Path.ChangeExtension(path, ArchiveCensus.SetAside) is var aside && File.Exists(aside))
            DurableFile.Move(aside, path);
        return File.Exists(path) ? path : throw new ArchiveCorruptException($"The archive has no file {sha256}.");
    }

    private static void Verify(byte[] hash, string sha256)
    {
        if (Convert.ToHexStringLower(hash) != sha256)
            throw new ArchiveCorruptException($"The archived file {sha256} is corrupted: its hash does not match.");
    }

    /// <summary>True if the file exists and its hash matches.</summary>
    public async Task<bool> IsWholeAsync(string sha256, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(sha256, cancellationToken);
            return true;
        }
        catch (ArchiveCorruptException)
        {
            return false;
        }
    }

    /// <summary>
    /// Writes the manifest of a document. An existing one that is damaged or names other bytes (a new database over an
    /// old archive) is kept beside it.
    /// </summary>
    public async Task WriteManifestAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        var path = ManifestPath(manifest.Id);
        try
        {
            if (await ReadManifestAsync(manifest.Id, cancellationToken) is { } earlier && earlier.Sha256 != manifest.Sha256)
                DurableFile.Move(path, Path.ChangeExtension(path, $"{Checked(earlier.Sha256)}.json"));
        }
        catch (ArchiveCorruptException)
        {
            DurableFile.Move(path, Path.ChangeExtension(path, "damaged"));
        }
        await PutAsync(path, JsonSerializer.SerializeToUtf8Bytes(manifest, Json), cancellationToken);
    }

    /// <summary>
    /// Writes the manifest of an imported file if it is missing: the process may have died between row and manifest.
    /// </summary>
    public async Task EnsureManifestAsync(Document document, CancellationToken cancellationToken)
    {
        if (!await HasManifestAsync(document.Id, document.Sha256!, cancellationToken))
            await WriteManifestAsync(Manifest.Of(document, headers: null), cancellationToken);
    }

    /// <summary>True if the document's manifest exists; false also if it is damaged or names other bytes and must be rewritten.</summary>
    public async Task<bool> HasManifestAsync(int id, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadManifestAsync(id, cancellationToken) is { } there && there.Sha256 == sha256;
        }
        catch (ArchiveCorruptException)
        {
            return false;
        }
    }

    /// <summary>The manifest of the document; null if there is none.</summary>
    /// <exception cref="ArchiveCorruptException">It is not valid JSON.</exception>
    public async Task<Manifest?> ReadManifestAsync(int id, CancellationToken cancellationToken)
    {
        var path = ManifestPath(id);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Manifest>(await File.ReadAllBytesAsync(path, cancellationToken), Json);
        }
        catch (JsonException e)
        {
            throw new ArchiveCorruptException($"The manifest of document {id} is damaged.", e);
        }
    }

    /// <summary>Removes temporary files that dead writers left.</summary>
    /// <param name="olderThan">UTC; younger files may still be written.</param>
    /// <returns>Number of files removed.</returns>
    public int SweepTemporaryFiles(DateTime olderThan)
    {
        if (!Directory.Exists(Temporary))
            return 0;
        var left = Directory.GetFiles(Temporary).Where(file => File.GetLastWriteTimeUtc(file) < olderThan).ToList();
        left.ForEach(File.Delete);
        return left.Count;
    }

    /// <summary>Writes, flushes, reads, renames and removes a file, so that an unusable folder fails the start.</summary>
    /// <exception cref="IOException">The folder is not writable; the message names it and its setting.</exception>
    public async Task SelfTestAsync(CancellationToken cancellationToken)
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

    private async Task PutAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        DurableFile.CreateFolder(Temporary);
        DurableFile.CreateFolder(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(Temporary, Guid.NewGuid().ToString("N"));
        try
        {
            await DurableFile.WriteAsync(temporary, bytes, cancellationToken);
            if (!await IsWholeAsync(temporary, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), cancellationToken))
                throw new IOException($"'{temporary}' does not hold what was written to it.");
            DurableFile.Move(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static async Task<bool> IsWholeAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return false;
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) == sha256;
    }

    private string PathOf(string sha256) =>
        Path.Combine(_root, Checked(sha256)[..2], sha256[2..4], sha256 + ".bin");

    private string ManifestPath(int id) =>
        Path.Combine(_root, "documents", id.ToString(CultureInfo.InvariantCulture) + ".json");

    /// <summary>Only a hash ever becomes a path, never a symbol or URL.</summary>
    private static string Checked(string sha256) =>
        sha256.Length == SHA256.HashSizeInBytes * 2 && sha256.All(char.IsAsciiHexDigitLower)
            ? sha256
            : throw new ArgumentException("An archived file is named by the 64 lower-case hex digits of its SHA-256.", nameof(sha256));
}
