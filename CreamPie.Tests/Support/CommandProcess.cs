using System.Diagnostics;

namespace CreamPie.Tests.Support;

/// <summary>A command of the real program as a process.</summary>
internal sealed class CommandProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private CommandProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <param name="settings">Environment variables: Storage__Path and the like.</param>
    /// <param name="words">Of the command.</param>
    public static async Task<CommandProcess> StartAsync(IReadOnlyDictionary<string, string> settings, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(await ReadyProgram.FolderAsync(), "CreamPie.Web.dll"), .. words])
        {
            WorkingDirectory = settings["Storage__Path"],
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Security__KeyFile"] = "none";
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        return new(Process.Start(start)!);
    }

    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        IReadOnlyDictionary<string, string> settings, params string[] words)
    {
        using var process = await StartAsync(settings, words);
        return await process.EndAsync();
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    public async Task<(int Code, string Output, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
