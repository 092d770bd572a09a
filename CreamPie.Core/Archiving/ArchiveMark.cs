using System.Text;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>Which installation the archive belongs to: a small file in it, written once. Its database has the same mark.</summary>
public sealed class ArchiveMark(IOptions<StorageOptions> storage)
{
    private readonly string _root = Path.GetFullPath(storage.Value.Archive);

    /// <summary>Where the archive is.</summary>
    public string Place => _root;

    private string File => Path.Combine(_root, "installation");

    /// <summary>The mark; null if the archive has none.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) => System.IO.File.Exists(File)
        ? (await System.IO.File.ReadAllTextAsync(File, cancellationToken)).Trim()
        : null;

    /// <summary>Marks an archive that has no mark. Of several at once one succeeds.</summary>
    /// <param name="mark">32 hex digits.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <returns>The mark that it has now.</returns>
    public async Task<string> TakeAsync(string mark, CancellationToken cancellationToken)
    {
        var temporary = await WriteTemporaryAsync(mark, cancellationToken);
        try
        {
            System.IO.File.Move(temporary, File, overwrite: false);
            DurableFile.FlushFolder(_root);
        }
        catch (IOException) when (System.IO.File.Exists(File))
        {
            System.IO.File.Delete(temporary);
        }
        return (await ReadAsync(cancellationToken))!;
    }

    /// <summary>Marks the archive, whatever it was marked with.</summary>
    /// <param name="mark">32 hex digits.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public async Task ReplaceAsync(string mark, CancellationToken cancellationToken) =>
        DurableFile.Move(await WriteTemporaryAsync(mark, cancellationToken), File);

    private async Task<string> WriteTemporaryAsync(string mark, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_root, "tmp");
        DurableFile.CreateFolder(folder);
        var temporary = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        await DurableFile.WriteAsync(temporary, Encoding.ASCII.GetBytes(mark + "\n"), cancellationToken);
        return temporary;
    }
}
