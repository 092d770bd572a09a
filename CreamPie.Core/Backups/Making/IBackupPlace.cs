namespace CreamPie.Core.Backups.Making;

/// <summary>
/// Where backups are: a folder, or a bucket. Both have the same files under the same names. The parts of a backup (its database and lists)
/// are files of a local folder while they are written and read.
/// </summary>
internal interface IBackupPlace
{
    /// <summary>The place as a person names it.</summary>
    string Root { get; }

    /// <summary>A backup as a person names it.</summary>
    string PlaceOf(string name);

    /// <summary>An archived file as a person names it.</summary>
    string FileOf(string sha256);

    /// <summary>Names of the whole backups, the newest first.</summary>
    Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken);

    /// <summary>True if there is anything of this name, whole or not.</summary>
    Task<bool> IsTakenAsync(string name, CancellationToken cancellationToken);

    Task<byte[]?> ReadManifestAsync(string name, CancellationToken cancellationToken);

    /// <summary>Held while backups are made or removed. Removes what dead processes left.</summary>
    /// <exception cref="BackupException">Another process makes a backup there.</exception>
    Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken);

    /// <summary>A local folder for the parts of a new backup.</summary>
    string Begin(string name);

    /// <summary>Makes a backup whole: it is one from now on, and was none before.</summary>
    Task CompleteAsync(string partial, BackupManifest manifest, CancellationToken cancellationToken);

    /// <summary>Some parts of a backup as local files; one that is missing is missing there.</summary>
    Task<LocalParts> OpenAsync(BackupManifest backup, IReadOnlyList<BackupPart> parts, CancellationToken cancellationToken);

    /// <summary>Size of an archived file; null if it is not there.</summary>
    Task<long?> SizeAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>The bytes of an archived file, whatever they are; null if it is not there.</summary>
    Task<byte[]?> ReadFileAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Writes an archived file, whole or not at all.</summary>
    Task WriteFileAsync(string sha256, byte[] bytes, CancellationToken cancellationToken);

    /// <summary>Hashes of the archived files that no backup needs which is being made now.</summary>
    IAsyncEnumerable<string> OldFilesAsync(CancellationToken cancellationToken);

    Task RemoveFileAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Removes a backup, but not its archived files. However far it gets, it is no backup any more.</summary>
    Task RemoveAsync(string name, CancellationToken cancellationToken);
}
