namespace CreamPie.Core.Storage;

/// <summary>Folders for work that is thrown away, in one that has nothing else.</summary>
public static class ScratchFolder
{
    private static readonly TimeSpan LongestWork = TimeSpan.FromDays(1);

    /// <summary>Makes the folder above them, and removes what a dead process left in it more than a day ago.</summary>
    /// <param name="parent">That folder.</param>
    /// <param name="now">UTC.</param>
    public static void Prepare(string parent, DateTime now)
    {
        PrivateFiles.MakeFolder(parent);
        foreach (var left in new DirectoryInfo(parent).EnumerateFileSystemInfos().Where(f => f.LastWriteTimeUtc < now - LongestWork))
            Remove(left.FullName);
    }

    /// <summary>Makes one.</summary>
    /// <param name="parent">See <see cref="Prepare"/>.</param>
    /// <param name="name">What its name begins with.</param>
    /// <returns>Its path.</returns>
    public static string Make(string parent, string name)
    {
        PrivateFiles.MakeFolder(parent);
        var folder = Path.Combine(parent, $"{name}-{Guid.NewGuid():N}");
        PrivateFiles.MakeFolder(folder);
        return folder;
    }

    /// <summary>
    /// Removes one as far as the disk allows, and never throws: it runs where something has failed already, which is what a person must
    /// be told.
    /// </summary>
    /// <param name="folder">Its path.</param>
    public static void Remove(string folder)
    {
        try
        {
            if (File.Exists(folder))
                File.Delete(folder);
            else
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What stays is removed a day later.
        }
    }
}
