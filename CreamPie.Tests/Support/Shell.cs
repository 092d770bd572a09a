using System.Diagnostics;

namespace CreamPie.Tests.Support;

/// <summary>Skipped, with a reason, where a program that the documentation uses is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["bash", "curl", "jq"];

    public ShellFactAttribute() => Skip =
        Programs.FirstOrDefault(p => !IsInstalled(p)) is { } missing ? $"{missing} is not installed." : null;

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>Lines that a reader pastes.</summary>
internal static class Shell
{
    /// <summary>What the lines print, each ended by a line of its own, run in a folder; the first that fails ends the test.</summary>
    public static async Task<string[]> PasteAsync(string folder, IEnumerable<string> lines)
    {
        const string End = "--end of this line--";
        var script = string.Join($"\necho; echo '{End}'\n", lines);
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, output + await errors);
        return [.. output.Split(End).Select(text => text.Trim())];
    }
}
