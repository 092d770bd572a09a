using System.ComponentModel;
using System.Diagnostics;

namespace CreamPie.Tests.Support;

/// <summary>Skipped, with a reason, where no small disk can be mounted; on CI never: there it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute() => Skip = Tmpfs.SkipReason;
}

/// <summary>A real disk that is really full.</summary>
internal static class Tmpfs
{
    public static string? SkipReason { get; } =
        Environment.GetEnvironmentVariable("CI") == "true" || CanMount() ? null : "No tmpfs can be mounted here: that takes root with CAP_SYS_ADMIN.";

    public static void Mount(string folder, string size) => Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder));

    /// <summary>As soon as nobody uses it any more.</summary>
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
            // There is no such program.
            return 127;
        }
    }
}
