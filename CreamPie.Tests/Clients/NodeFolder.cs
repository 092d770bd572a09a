using System.Diagnostics;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Clients;

/// <summary>Programs from npm: a copy of a folder of CreamPie.Tests/Clients, whose packages the build restores.</summary>
internal sealed class NodeFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-node-").FullName;

    public NodeFolder(string name)
    {
        var source = Path.Combine(Repository.Root, "CreamPie.Tests", "Clients", name);
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "node_modules"), Path.Combine(source, "node_modules"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);

    /// <returns>What one of our own scripts printed; it must end well and warn of nothing.</returns>
    public async Task<string> RunAsync(string script, params string[] arguments)
    {
        var (output, errors) = await EndAsync(script, arguments);
        Assert.True(errors.Length == 0, errors);
        return output;
    }

    /// <param name="path">Of a program below node_modules; it may chat on its error output.</param>
    /// <param name="arguments">Of the program.</param>
    /// <returns>What it printed; it must end well.</returns>
    public async Task<string> ToolAsync(string path, params string[] arguments) =>
        (await EndAsync($"node_modules/{path}", arguments)).Output;

    private async Task<(string Output, string Errors)> EndAsync(string script, string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, $"node {script} failed:\n{output}\n{await errors}");
        return (output, await errors);
    }
}
