using System.Runtime.InteropServices;
using System.Text;
using CreamPie.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace CreamPie.Core.Archiving;

/// <summary>Writes that survive a power cut: the bytes are flushed, and so is the directory entry.</summary>
internal static class DurableFile
{
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (ArgumentOutOfRangeException tooLarge)
        {
            // .NET reports EFBIG (a quota or file size limit) like this.
            throw new IOException($"'{path}' exceeds the file size limit or quota.", tooLarge);
        }
        CrashPoint.Pass("after-tmp-write");
        file.Flush(flushToDisk: true);
        CrashPoint.Pass("after-fsync");
    }

    /// <summary>Moves atomically within one file system, replacing any existing file.</summary>
    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        CrashPoint.Pass("after-rename");
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is not null)
            CreateFolder(parent);
        Directory.CreateDirectory(path);
        if (parent is not null)
            FlushFolder(parent);
    }

    /// <summary>.NET has no API to flush a folder; Windows needs none.</summary>
    /// <exception cref="IOException">The folder cannot be opened.</exception>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = OpenReadOnly(Encoding.UTF8.GetBytes(path + '\0'), flags: 0);
        if (descriptor < 0)
            throw new IOException($"The folder '{path}' cannot be opened to flush it: {Marshal.GetLastPInvokeErrorMessage()}");
        using var folder = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(folder);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenReadOnly(byte[] path, int flags);
}
