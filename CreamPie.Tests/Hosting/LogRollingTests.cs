using System.Text.Json;
using CreamPie.Core;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Hosting;

/// <summary>The log files themselves, as the program registers them, without the program.</summary>
public sealed class LogRollingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Log_rolls_by_size_and_drops_the_oldest_files()
    {
        await WriteAsync(lines: 10_000, ("LogFiles:MaxMegabytes", "1"));

        var files = Directory.GetFiles(Path.Combine(_folder, "logs")).Select(f => new FileInfo(f)).ToList();
        Assert.Equal(20, files.Count);
        Assert.All(files, f => Assert.Matches(@"^creampie-\d{8}(_\d{3})?\.json$", f.Name));
        // The line that exceeds the limit still goes to the same file.
        Assert.InRange(files.Sum(f => f.Length), 900_000, 1_010_000);
        var numbers = files.SelectMany(f => File.ReadLines(f.FullName)).Select(l => JsonDocument.Parse(l).RootElement)
            .Select(l => l.GetProperty("Number").GetInt32()).Order().ToList();
        Assert.Equal(Enumerable.Range(numbers[0], 10_000 - numbers[0]), numbers);
        Assert.True(numbers[0] > 0);
    }

    [Fact]
    public async Task No_log_files_are_written_when_disabled()
    {
        await WriteAsync(lines: 10, ("LogFiles:Days", "0"));

        Assert.Empty(Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Small_day_is_kept_in_one_file()
    {
        await WriteAsync(lines: 10);

        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "logs"), "creampie-????????.json"));
    }

    private async Task WriteAsync(int lines, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _folder, EnvironmentName = "Testing" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:Path"] = _folder });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        builder.Logging.ClearProviders();
        builder.Services.AddCreamPieCore(builder.Configuration);
        builder.AddLogFiles();
        await using var app = builder.Build();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Test");
        for (var number = 0; number < lines; number++)
            log.LogInformation("{Number} is written {Padding}.", number, "and is not short, so that a file is full soon");
    }
}
