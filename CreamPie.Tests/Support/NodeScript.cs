using System.Diagnostics;

namespace CreamPie.Tests.Support;

/// <summary>Programs of others, each driven by a script of CreamPie.Tests/Clients.</summary>
internal static class NodeScript
{
    /// <returns>What the script printed; it must end well and warn of nothing.</returns>
    public static async Task<string> RunAsync(string folder, string script, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "CreamPie.Tests", "Clients", folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var text = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        var warned = await errors;
        Assert.True(node.ExitCode == 0 && warned.Length == 0, warned);
        return text;
    }
}
