using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using CreamPie.Web.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Backups;

/// <summary>The commands beside a server that runs.</summary>
public sealed class BackupCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-backups-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("backup --help", 0)]
    [InlineData("restore --help", 0)]
    [InlineData("verify --help", 0)]
    [InlineData("rebuild --help", 0)]
    [InlineData("copy-database --help", 0)]
    [InlineData("adopt --help", 0)]
    [InlineData("backup", 2)]
    [InlineData("restore", 2)]
    [InlineData("restore /mnt/backups", 2)]
    [InlineData("copy-database --to Oracle", 2)]
    public async Task Help_ends_with_0_and_wrong_usage_with_2(string line, int expected)
    {
        using var terminal = new TestTerminal();
        Assert.Equal(expected, await Commands.RunAsync(line.Split(' '), NothingIsBuilt, terminal));
        Assert.NotEmpty(expected == 0 ? terminal.Printed : terminal.Errors);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Installation_is_backed_up_verified_and_compared_while_the_server_runs(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var csv = Encoding.UTF8.GetBytes(
            "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,10,11,9,10.5,10.5,100\n2024-01-03,10,11,9,10,10,90\n");
        await app.Services.GetRequiredService<FileImport>().ImportAsync(Caller.System, "FOO.csv", csv, CancellationToken.None);
        var contexts = app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>();
        await using var db = await contexts.CreateDbContextAsync();
        await Eventually.SeeAsync(async () => await db.DailyBars.AnyAsync() ? "loaded" : null);

        var (code, line, errors) = await RunAsync(app, $"backup --to {_folder}");
        Assert.True(code == 0, errors);
        Assert.Contains("1 symbols, 2 bars, 1 archived files", line, StringComparison.Ordinal);
        Assert.Contains("no Security__KeyFile", line, StringComparison.Ordinal);

        (code, line, errors) = await RunAsync(app, "verify");
        Assert.True(code == 0, errors);
        Assert.Contains("0 faults", line, StringComparison.Ordinal);
        (code, line, errors) = await RunAsync(app, $"verify --from {_folder}");
        Assert.True(code == 0, errors);
        Assert.Contains("0 faults", line, StringComparison.Ordinal);
        (code, line, errors) = await RunAsync(app, "rebuild --compare");
        Assert.True(code == 0, errors);
        Assert.Contains("The database has the same", line, StringComparison.Ordinal);

        await db.DailyBars.ExecuteUpdateAsync(set => set.SetProperty(b => b.Close, b => b.Close + 1e-9));
        (code, _, errors) = await RunAsync(app, "rebuild --compare");
        Assert.Equal(1, code);
        Assert.Contains("FOO has other values", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_a_backup_is_named()
    {
        await using var app = await TestApplication.StartAsync();
        var (code, _, errors) = await RunAsync(app, $"verify --from {_folder}");
        Assert.Equal(1, code);
        Assert.Contains(_folder, errors, StringComparison.Ordinal);
    }

    private static WebApplication NothingIsBuilt(string[] args) => throw new InvalidOperationException("It is built.");

    private static async Task<(int Code, string Printed, string Errors)> RunAsync(TestApplication app, string line)
    {
        using var terminal = new TestTerminal();
        var code = await Commands.RunAsync(line.Split(' '), app.BuildAgain, terminal);
        return (code, terminal.Printed, terminal.Errors);
    }
}
