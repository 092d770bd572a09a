namespace CreamPie.Core.Archiving.Compression;

/// <summary>
/// Replaces an archived file by its compressed form. At every moment one of the two is whole: the compressed one is durable, read back
/// and compared with the hash before the plain one is removed.
/// </summary>
public sealed class ArchiveCompressor(IArchiveStore store)
{
    /// <summary>What is not at least a tenth smaller stays as it is.</summary>
    private const double Worthwhile = 0.9;

    /// <summary>Compresses the file of a hash, or finishes what a process began that died.</summary>
    /// <param name="sha256">Of the bytes as received.</param>
    /// <param name="cancellationToken">Ends it; both forms may be there then.</param>
    /// <returns>Bytes saved; 0 if the file is missing, damaged, compressed already, or would hardly shrink.</returns>
    /// <exception cref="IOException">The archive is full, fails or is away; the file is as it was.</exception>
    public async Task<long> CompressAsync(string sha256, CancellationToken cancellationToken)
    {
        var (plain, compressed) = (FileName.Of(sha256), FileName.Of(sha256, ArchivedForms.Compressed));
        if (await store.ReadAsync(plain, cancellationToken) is not { } received)
            return 0;
        var stored = await store.ReadAsync(compressed, cancellationToken);
        if (!Holds(stored, sha256))
        {
            // A damaged file is reported by the check of the archive, and nothing is made of it.
            if (BrotliForm.Read(received, ArchivedForms.Plain, sha256) is null)
                return 0;
            stored = BrotliForm.Of(received);
            if (stored.Length > received.Length * Worthwhile)
                return 0;
        }
        // Also one that is there already: its writer may have died before the flush.
        await store.WriteAsync(compressed, stored!, cancellationToken);
        if (!Holds(await store.ReadAsync(compressed, cancellationToken), sha256))
            throw new IOException($"The archive does not hold what was written to {compressed}; {plain} stays.");
        await store.DeleteAsync(plain, cancellationToken);
        return received.Length - stored!.Length;
    }

    private static bool Holds(byte[]? stored, string sha256) =>
        stored is not null && BrotliForm.Read(stored, ArchivedForms.Compressed, sha256) is not null;
}
