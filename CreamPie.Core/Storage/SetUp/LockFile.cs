namespace CreamPie.Core.Storage.SetUp;

/// <summary>A file that one process has while it lives: the operating system gives it back even after a kill.</summary>
public static class LockFile
{
    private const int SharingViolation = 32;
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockElsewhere = 35;

    /// <summary>Null if another process has it. Made if it does not exist, for its owner only.</summary>
    /// <param name="path">Its folder exists.</param>
    /// <exception cref="IOException">It cannot be written: a read-only file system, a full disk.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it.</exception>
    public static FileStream? Take(string path)
    {
        try
        {
            return PrivateFiles.Open(path, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (IsTaken(fault))
        {
            return null;
        }
    }

    /// <summary>By the system's own number: a file that cannot be written for another reason is not another process's.</summary>
    private static bool IsTaken(IOException fault) => OperatingSystem.IsWindows()
        ? (fault.HResult & 0xFFFF) == SharingViolation
        : fault.HResult == (OperatingSystem.IsLinux() ? WouldBlockOnLinux : WouldBlockElsewhere);
}
