using System.Diagnostics;
using System.Runtime.Versioning;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Hosting;

public sealed class FileModeTests
{
    private const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task Database_logs_mails_and_key_are_the_owners_whatever_the_umask()
    {
        var root = Directory.CreateTempSubdirectory("creampie-test-").FullName;
        var data = Directory.CreateDirectory(Path.Combine(root, "data")).FullName;
        // As an earlier version has left it.
        await File.WriteAllTextAsync(Path.Combine(data, "creampie.db"), "");
        File.SetUnixFileMode(Path.Combine(data, "creampie.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var start = new ProcessStartInfo("sh", ["-c", "umask 000; exec dotnet \"$0\"", await ProgramAsync()])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = root,
        };
        foreach (var (key, value) in new[]
        {
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("DOTNET_ENVIRONMENT", "Production"), ("Storage__Path", data),
            ("Storage__MinFreePercent", "0"),
        })
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        try
        {
            const string listening = "Now listening on: ";
            var line = await process.StandardOutput.ReadLineAsync();
            while (line?.Contains(listening, StringComparison.Ordinal) == false)
                line = await process.StandardOutput.ReadLineAsync();
            using var visitor = new HttpClient { BaseAddress = new Uri(line!.Split(listening)[1]) };
            using var sent = await visitor.FillInAsync("/account/resend", ("Input.Email", "somebody@example.org"));

            string[] secret = ["creampie.db", "creampie.db-wal", "creampie.db-shm", "logs", "mail", "../data.key"];
            var files = Directory.GetFiles(Path.Combine(data, "logs")).Concat(Directory.GetFiles(Path.Combine(data, "mail"))).ToList();
            Assert.Equal(2, files.Count);
            Assert.All(
                secret.Select(name => Path.Combine(data, name)).Concat(files),
                path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<string> ProgramAsync() => Path.Combine(await ReadyProgram.FolderAsync(), "CreamPie.Web.dll");
}
