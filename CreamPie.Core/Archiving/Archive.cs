using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Archiving;

/// <summary>
/// The raw bytes, exactly as received, addressed by their SHA-256 and immutable: <c>ab/cd/&lt;sha256&gt;.bin</c>, with a manifest for each
/// document in <c>documents/&lt;id&gt;.json</c>. A completed write survives a power cut.
/// </summary>
public sealed class Archive(IArchiveStore store)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Stores the bytes; does nothing if the archive has them.</summary>
    /// <exception cref="IOException">The disk is full or fails, or the bucket is away; nothing was stored.</exception>
    public async Task<ArchivedFile> StoreAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        await store.WriteAsync(FileName.Of(sha256), bytes, cancellationToken);
        return new ArchivedFile(sha256, bytes.Length);
    }

    /// <summary>The archived bytes, verified by their hash.</summary>
    /// <exception cref="ArchiveCorruptException">The file is missing or its hash does not match.</exception>
    /// <exception cref="IOException">The archive is away.</exception>
    public async Task<byte[]> ReadAsync(string sha256, CancellationToken cancellationToken)
    {
        var bytes = await FoundAsync(sha256, store.ReadAsync, cancellationToken);
        Verify(SHA256.HashData(bytes), sha256);
        return bytes;
    }

    /// <summary>The same as a stream, for a reader that need not have them in memory at once.</summary>
    /// <exception cref="ArchiveCorruptException">The file is missing or its hash does not match.</exception>
    /// <exception cref="IOException">The archive is away.</exception>
    public async Task<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        var file = await FoundAsync(sha256, store.OpenAsync, cancellationToken);
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

    /// <summary>A file that was set aside is put back.</summary>
    private async Task<T> FoundAsync<T>(
        string sha256, Func<string, CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        var name = FileName.Of(sha256);
        if (await read(name, cancellationToken) is { } found)
            return found;
        if (await store.ReadAsync(FileName.SetAside(sha256), cancellationToken) is not null)
            await store.MoveAsync(FileName.SetAside(sha256), name, cancellationToken);
        return await read(name, cancellationToken) ?? throw new ArchiveCorruptException($"The archive has no file {sha256}.");
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
        var name = FileName.Manifest(manifest.Id);
        try
        {
            if (await ReadManifestAsync(manifest.Id, cancellationToken) is { } earlier && earlier.Sha256 != manifest.Sha256)
                await store.MoveAsync(name, FileName.FormerManifest(manifest.Id, earlier.Sha256), cancellationToken);
        }
        catch (ArchiveCorruptException)
        {
            await store.MoveAsync(name, FileName.DamagedManifest(manifest.Id), cancellationToken);
        }
        await store.WriteAsync(name, JsonSerializer.SerializeToUtf8Bytes(manifest, Json), cancellationToken);
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
        if (await store.ReadAsync(FileName.Manifest(id), cancellationToken) is not { } json)
            return null;
        try
        {
            return JsonSerializer.Deserialize<Manifest>(json, Json);
        }
        catch (JsonException e)
        {
            throw new ArchiveCorruptException($"The manifest of document {id} is damaged.", e);
        }
    }

    /// <summary>Removes temporary files that dead writers left.</summary>
    /// <param name="olderThan">UTC; younger files may still be written.</param>
    /// <returns>Number of files removed.</returns>
    public int SweepTemporaryFiles(DateTime olderThan) => store.Sweep(olderThan);

    /// <summary>Writes, reads and removes a file, so that an unusable folder or bucket fails the start.</summary>
    /// <exception cref="IOException">The message names what is wrong, and its setting.</exception>
    public Task SelfTestAsync(CancellationToken cancellationToken) => store.TestAsync(cancellationToken);
}
