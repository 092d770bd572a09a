using System.ComponentModel;
using System.Diagnostics;

namespace CreamPie.Tests.Support;

/// <summary>Skipped, with a reason, where no small disk can be mounted; fails there on CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute() => Skip = Tmpfs.SkipReason;
}

/// <summary>A small real disk that tests can fill.</summary>
internal static class Tmpfs
{
    public static string? SkipReason { get; } =
        Environment.GetEnvironmentVariable("CI") == "true" || CanMount()
            ? null
            : "No tmpfs can be mounted here: that takes root with CAP_SYS_ADMIN.";

    public static void Mount(string folder, string size) =>
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder));

    /// <summary>Detaches at once; the disk disappears when its last file is closed.</summary>
    public static void Unmount(string folder) => Assert.Equal(0, Run("umount", "-l", folder));

    private static bool CanMount()
    {
        var folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;
        var isMounted = Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) == 0;
        if (isMounted)
            Unmount(folder);
        Directory.Delete(folder);
        return isMounted;
    }

    private static int Run(params string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            // The program is not installed.
            return 127;
        }
    }
}
