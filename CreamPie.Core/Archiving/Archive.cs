using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreamPie.Core.Archiving.Compression;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Archiving;

/// <summary>
/// The raw bytes, exactly as received, addressed by their SHA-256 and immutable: <c>ab/cd/&lt;sha256&gt;.bin</c>, or <c>.bin.br</c> once
/// they are compressed, with a manifest for each document in <c>documents/&lt;id&gt;.json</c>. A completed write survives a power cut.
/// </summary>
public sealed class Archive(IArchiveStore store)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Where a reader looks, in this order.</summary>
    private static readonly ArchivedForms[] Forms =
        [ArchivedForms.Plain, ArchivedForms.Compressed, ArchivedForms.PlainAside, ArchivedForms.CompressedAside];

    /// <summary>Stores the bytes; does nothing if the archive has them, compressed or not.</summary>
    /// <exception cref="IOException">The disk is full or fails, or the bucket is away; nothing was stored.</exception>
    public async Task<ArchivedFile> StoreAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var compressed = FileName.Of(sha256, ArchivedForms.Compressed);
        if (await store.ReadAsync(compressed, cancellationToken) is { } there
            && BrotliForm.Read(there, ArchivedForms.Compressed, sha256) is not null)
            await store.WriteAsync(compressed, there, cancellationToken); // Its writer may have died before the flush.
        else
            await store.WriteAsync(FileName.Of(sha256), bytes, cancellationToken);
        return new ArchivedFile(sha256, bytes.Length);
    }

    /// <summary>The archived bytes as they were received, verified by their hash. A file that was set aside is put back.</summary>
    /// <exception cref="ArchiveCorruptException">The file is missing or its hash does not match.</exception>
    /// <exception cref="IOException">The archive is away.</exception>
    public async Task<byte[]> ReadAsync(string sha256, CancellationToken cancellationToken)
    {
        // Twice: another reader may put it back meanwhile.
        var isThere = false;
        for (var tries = 0; tries < 2 && !isThere; tries++)
        {
            foreach (var form in Forms)
            {
                if (await store.ReadAsync(FileName.Of(sha256, form), cancellationToken) is not { } stored)
                    continue;
                isThere = true;
                if (BrotliForm.Read(stored, form, sha256) is not { } bytes)
                    continue;
                if ((form & ArchivedForms.Kept) == 0)
                    await PutBackAsync(sha256, form, cancellationToken);
                return bytes;
            }
        }
        throw new ArchiveCorruptException(isThere
            ? $"The archived file {sha256} is corrupted: its hash does not match."
            : $"The archive has no file {sha256}.");
    }

    /// <summary>The same as a stream, for a reader that need not have them in memory at once.</summary>
    /// <exception cref="ArchiveCorruptException">The file is missing or its hash does not match.</exception>
    /// <exception cref="IOException">The archive is away.</exception>
    public async Task<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(FileName.Of(sha256), cancellationToken) is { } file)
        {
            try
            {
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) == sha256)
                {
                    file.Position = 0;
                    return file;
                }
            }
            catch
            {
                await file.DisposeAsync();
                throw;
            }
            await file.DisposeAsync();
        }
        return new MemoryStream(await ReadAsync(sha256, cancellationToken), writable: false);
    }

    private async Task PutBackAsync(string sha256, ArchivedForms aside, CancellationToken cancellationToken)
    {
        var kept = aside == ArchivedForms.PlainAside ? ArchivedForms.Plain : ArchivedForms.Compressed;
        try
        {
            await store.MoveAsync(FileName.Of(sha256, aside), FileName.Of(sha256, kept), cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // Another reader has put it back.
        }
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
