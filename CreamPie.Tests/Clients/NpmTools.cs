using System.Diagnostics;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Clients;

/// <summary>The tools of npm/package.json, which the build restores, and a folder for what they read and write.</summary>
public sealed class NpmTools : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-npm-").FullName;

    public Task InitializeAsync()
    {
        var tools = Path.Combine(Repository.Root, "CreamPie.Tests", "Clients", "npm");
        foreach (var file in Directory.EnumerateFiles(tools))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "node_modules"), Path.Combine(tools, "node_modules"));
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    public Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);

    /// <summary>Its output; fails if the program does.</summary>
    public async Task<string> RunAsync(string program, string[] arguments, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed:\n{output}\n{await errors}");
        return output;
    }
}
