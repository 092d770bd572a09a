using System.Diagnostics;
using System.Reflection;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Clients;

/// <summary>A C# client as Kiota generates it from the served document, unchanged: it compiles, and calls every operation.</summary>
public sealed class KiotaTests
{
    [Fact]
    public async Task Generated_client_compiles_and_calls_every_operation()
    {
        await using var scenario = await ClientScenario.StartAsync();
        var folder = Directory.CreateTempSubdirectory("creampie-kiota-").FullName;
        try
        {
            await GenerateAsync($"{scenario.Address}/openapi/v1.json", folder);
            var client = Directory.EnumerateFiles(Path.Combine(folder, "client"), "*.cs", SearchOption.AllDirectories);

            var answer = await CompiledClient.RunAsync(
                KiotaCalls.Source, client.Select(File.ReadAllText), TestApplication.Password);

            Assert.Equal("60 1d 60 unknownSymbol", answer);
            await scenario.AssertAllSucceededAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// By the tool as NuGet has it. It may warn of nothing but of what it lacks itself: it reads an address (uri, email) as a text, and
    /// does not count the server "/", though it takes it.
    /// </summary>
    private static async Task GenerateAsync(string document, string folder)
    {
        var kiota = typeof(KiotaTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Kiota").Value!;
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [kiota, "generate", "--openapi", document, "--language", "CSharp", "--class-name", "Client",
                "--namespace-name", "Generated", "--output", "client", "--exclude-backward-compatible",
                "--disable-validation-rules", "KnownAndNotSupportedFormats", "--disable-validation-rules",
                "NoServerEntry", "--log-level", "Warning"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // It asks nobody for a newer version, and tells nobody that it was used.
            Environment = { ["KIOTA_OFFLINE_ENABLED"] = "true", ["KIOTA_CLI_TELEMETRY_OPTOUT"] = "true" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
        Assert.DoesNotContain("warn", output + await errors, StringComparison.OrdinalIgnoreCase);
    }
}
