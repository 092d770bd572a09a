using System.Text.RegularExpressions;

namespace CreamPie.Core.Storage;

/// <summary>Folders for work that is thrown away.</summary>
public static partial class ScratchFolder
{
    private static readonly TimeSpan LongestWork = TimeSpan.FromDays(1);

    /// <summary>Makes one, and removes those beside it that a dead process left more than a day ago.</summary>
    /// <param name="parent">The folder that has them; it is made, too.</param>
    /// <param name="name">What its name begins with.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Its path.</returns>
    public static string Make(string parent, string name, DateTime now)
    {
        PrivateFiles.MakeFolder(parent);
        foreach (var left in new DirectoryInfo(parent).EnumerateFileSystemInfos())
        {
            if (Ours().IsMatch(left.Name) && left.LastWriteTimeUtc < now - LongestWork)
                Remove(left.FullName);
        }
        var folder = Path.Combine(parent, $"{name}-{Guid.NewGuid():N}");
        PrivateFiles.MakeFolder(folder);
        return folder;
    }

    /// <summary>
    /// Removes a folder or file as far as the disk allows, and never throws: it runs where something has failed already, which is what a
    /// person must be told.
    /// </summary>
    /// <param name="path">What stays of a folder is removed with a later one.</param>
    public static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another process has removed it, or the disk has failed.
        }
    }

    /// <summary>A name that Make gives, or the file that an earlier version made in its place.</summary>
    [GeneratedRegex(@"-[0-9a-f]{32}$|^[0-9a-f]{32}\.(sqlite|db)(-(wal|shm|journal))?$")]
    private static partial Regex Ours();
}
