using CreamPie.Core.Storage;

namespace CreamPie.Core.Backups.Making;

/// <summary>Parts of a backup as files.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Place">The backup as a person names it.</param>
/// <param name="IsCopy">True if the folder goes when they are disposed of.</param>
internal sealed record LocalParts(string Folder, string Place, bool IsCopy) : IDisposable
{
    public string PathOf(BackupPart part) => Path.Combine(Folder, Path.GetFileName(part.Name));

    /// <exception cref="BackupException">It is missing or not what the manifest says.</exception>
    public async Task CheckAsync(BackupPart part, CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(part)))
            throw new BackupException($"{Place}/{part.Name} is missing: this backup cannot be used. Take an older one (--backup NAME).");
        if (await PartFile.ReadAsync(PathOf(part), cancellationToken) != part)
            throw new BackupException($"{Place}/{part.Name} is damaged: its hash does not match. Take an older backup (--backup NAME).");
    }

    public void Dispose()
    {
        if (IsCopy)
            ScratchFolder.Remove(Folder);
    }
}
