namespace CreamPie.Core.Storage;

/// <summary>Files and folders for this user only (0600, 0700), whatever the umask; on Windows what the folder above allows.</summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>Makes the file, empty, or takes an existing one from all others.</summary>
    /// <param name="path">Its folder exists.</param>
    public static void MakeFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        if (!File.Exists(path))
            new FileStream(path, options).Dispose();
        TakeFile(path);
    }

    /// <summary>Takes a file from all others; nothing if there is none.</summary>
    /// <param name="path">Of the file.</param>
    public static void TakeFile(string path)
    {
        if (File.Exists(path))
            Take(path, OwnersFile);
    }

    /// <summary>Makes the folder, or takes an existing one from all others.</summary>
    /// <param name="path">Of the folder.</param>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnersFolder);
        Take(path, OwnersFolder);
    }

    private static void Take(string path, UnixFileMode most)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~most) != 0)
                File.SetUnixFileMode(path, mode & most);
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's: a volume that somebody else has set up, and answers for.
        }
    }
}
