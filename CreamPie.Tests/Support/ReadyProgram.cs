using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace CreamPie.Tests.Support;

/// <summary>
/// The built program, compiled ahead of time as a published one can be: JIT compilation takes half of a start. For tests that
/// start it hundreds of times; what is compiled is kept beside the build by the hash of its source. Without crossgen2 (which
/// restore downloads for Linux on x64) it is the program as built.
/// </summary>
internal static class ReadyProgram
{
    private static readonly string[] Compiled =
    [
        "CreamPie.Core", "CreamPie.Web", "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational",
        "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.EntityFrameworkCore.Abstractions", "Microsoft.Data.Sqlite", "SQLitePCLRaw.core",
        "Npgsql", "Npgsql.EntityFrameworkCore.PostgreSQL", "Hangfire.Core", "Hangfire.AspNetCore", "Hangfire.InMemory",
        "Hangfire.PostgreSql", "Newtonsoft.Json", "AngleSharp", "Dapper", "Microsoft.AspNetCore.Identity.EntityFrameworkCore",
        "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore", "Microsoft.Extensions.Caching.Memory",
        "MudBlazor", "AWSSDK.Core", "AWSSDK.S3", "System.CommandLine",
    ];

    private static readonly Lazy<Task<string>> Folder = new(CompileAsync);

    /// <summary>The folder of the compiled program.</summary>
    public static Task<string> FolderAsync() => Folder.Value;

    private static async Task<string> CompileAsync()
    {
        var compiler = typeof(ReadyProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "Crossgen").Value!;
        if (!OperatingSystem.IsLinux() || !File.Exists(compiler))
            return AppContext.BaseDirectory;
        var folder = Directory.CreateTempSubdirectory("creampie-ready-").FullName;
        var cache = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "ready")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var web = runtime.Replace("Microsoft.NETCore.App", "Microsoft.AspNetCore.App", StringComparison.Ordinal);
        foreach (var entry in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory))
        {
            if (!Compiled.Contains(Path.GetFileNameWithoutExtension(entry)) || Path.GetExtension(entry) != ".dll")
                File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(entry)), entry);
        }
        await Parallel.ForEachAsync(Compiled, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (name, cancel) =>
        {
            var from = Path.Combine(AppContext.BaseDirectory, name + ".dll");
            var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(from, cancel)));
            var cached = Path.Combine(cache, $"{name}-{Environment.Version}-{hash[..16]}.dll");
            var to = Path.Combine(folder, name + ".dll");
            if (File.Exists(cached))
            {
                File.Copy(cached, to);
                return;
            }
            var start = new ProcessStartInfo(
                compiler,
                [from, "-o", to, "-r", Path.Combine(AppContext.BaseDirectory, "*.dll"), "-r", Path.Combine(runtime, "*.dll"),
                    "-r", Path.Combine(web, "*.dll"),
                    "--targetos", "linux", "--targetarch", "x64", "-O", "--parallelism", "1"])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            if (process.ExitCode != 0)
                File.Copy(from, to, overwrite: true);
            // Whole or not at all: another run may read it at the same moment.
            File.Copy(to, cached + Environment.ProcessId);
            File.Move(cached + Environment.ProcessId, cached, overwrite: true);
        });
        return folder;
    }
}
