namespace CreamPie.Core.Archiving;

/// <summary>
/// Where the archive's files lie: in a folder, or in a bucket. Both have the same files under the same names, like
/// <c>ab/cd/abcd....bin</c> and <c>documents/7.json</c>, so that one can be copied into the other.
/// </summary>
public interface IArchiveStore
{
    /// <summary>The bytes of a file; null if there is none.</summary>
    /// <exception cref="IOException">The store fails or cannot be reached.</exception>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>The same as a stream that can be read twice, for a reader that need not have them in memory at once.</summary>
    /// <exception cref="IOException">The store fails or cannot be reached.</exception>
    Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a file, whole or not at all, and returns when no power cut can undo it. A file with these bytes is left as it is, and
    /// one with other bytes is replaced.
    /// </summary>
    /// <exception cref="IOException">The store is full, fails or cannot be reached; nothing was written.</exception>
    Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Renames a file, replacing any that has the new name.</summary>
    /// <exception cref="IOException">The store fails or cannot be reached; the file is under its old name.</exception>
    Task MoveAsync(string from, string to, CancellationToken cancellationToken);

    /// <summary>Removes a file, if it is there.</summary>
    /// <exception cref="IOException">The store fails or cannot be reached.</exception>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>The files below a folder (<c>ab</c>, <c>documents</c>), with their last write (UTC).</summary>
    /// <exception cref="IOException">The store fails or cannot be reached.</exception>
    IAsyncEnumerable<StoredFile> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Removes what writers that died have left.</summary>
    /// <param name="olderThan">UTC; younger files may still be written.</param>
    /// <returns>Number of files removed.</returns>
    int Sweep(DateTime olderThan);

    /// <summary>Writes, reads and removes a file, so that a store with wrong settings fails the start.</summary>
    /// <exception cref="IOException">The message names what is wrong, and its setting.</exception>
    Task TestAsync(CancellationToken cancellationToken);

    /// <summary>Why nothing can be written now, in one sentence; null if it can, as far as known. Returns at once.</summary>
    string? WhyUnusable();
}

/// <summary>A file of the archive.</summary>
/// <param name="Name">Its name, from the archive's root on, with slashes.</param>
/// <param name="Written">UTC; its last write.</param>
public readonly record struct StoredFile(string Name, DateTime Written);
