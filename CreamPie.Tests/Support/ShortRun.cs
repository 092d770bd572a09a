using System.Diagnostics;

namespace CreamPie.Tests.Support;

/// <summary>The program as a process that is expected to end by itself, in Production, on a folder of the test's.</summary>
internal static class ShortRun
{
    /// <summary>A program that was to end and serves instead would hold up the run for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<(int Code, string Error)> EndAsync(
        string folder, (string Key, string Value)[] environment, params string[] arguments)
    {
        using var process = await StartAsync(folder, environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new TimeoutException($"The program goes on: {await output}");
        }
        await output;
        return (process.ExitCode, await error);
    }

    public static async Task<Process> StartAsync(string folder, (string Key, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(await ReadyProgram.FolderAsync(), "CreamPie.Web.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["Storage__Path"] = folder;
        start.Environment["Security__KeyFile"] = "none";
        start.Environment["CREAMPIE_CRASH_KEY"] = "this-process-may-die";
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }
}
