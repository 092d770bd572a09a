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
        if (!File.Exists(path))
            Open(path, FileAccess.Write, FileShare.ReadWrite).Dispose();
        TakeFile(path);
    }

    /// <summary>Opens the file, made for this user only if it does not exist.</summary>
    internal static FileStream Open(string path, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersFile;
        return new FileStream(path, options);
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
