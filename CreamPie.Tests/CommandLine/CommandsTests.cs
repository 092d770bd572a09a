using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using CreamPie.Web.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.CommandLine;

/// <summary>The program's own executable, over a data folder that a server has set up.</summary>
public sealed class CommandsTests
{
    private const string Password = "another orange ladder";

    [Theory]
    [InlineData("", "")]
    [InlineData("serve", "")]
    [InlineData("--urls=http://127.0.0.1:0", "--urls=http://127.0.0.1:0")]
    [InlineData("--urls http://127.0.0.1:0 serve", "--urls=http://127.0.0.1:0")]
    [InlineData("--Storage:Path=/data", "--Storage:Path=/data")]
    [InlineData("/Storage:Path=/data", "--Storage:Path=/data")]
    [InlineData("Storage:Path=/data", "--Storage:Path=/data")]
    [InlineData("--Storage__Path=/data", "--Storage:Path=/data")]
    [InlineData("--Database:Provider Postgres --environment Staging", "--Database:Provider=Postgres --environment=Staging")]
    public async Task Server_is_built_with_the_settings_of_its_line(string line, string settings)
    {
        using var terminal = new TestTerminal();
        string[]? built = null;
        WebApplication Build(string[] args)
        {
            built = args;
            throw new NotSupportedException();
        }
        await Assert.ThrowsAsync<NotSupportedException>(() => Commands.RunAsync(Words(line), Build, terminal));
        Assert.Equal(Words(settings), built);
    }

    [Theory]
    [InlineData("dance", "'dance'")]
    [InlineData("migrate", "'migrate'")]
    [InlineData("--dance", "'--dance'")]
    [InlineData("--dance=3", "'--dance=3'")]
    [InlineData("-v", "'-v'")]
    [InlineData("--Storage:Path", "'--Storage:Path'")]
    [InlineData("admin", "admin create <email>")]
    [InlineData("admin dance", "'dance'")]
    [InlineData("admin create", "Required argument missing")]
    [InlineData("admin create a@example.org secret", "never an argument")]
    [InlineData("admin list --password=secret", "used: admin list")]
    [InlineData("serve secret", "used: serve")]
    [InlineData("serve --secret", "It has no other options")]
    [InlineData("backup --too /mnt", "Did you mean --to?")]
    [InlineData("rebuild --compere", "Did you mean --compare?")]
    [InlineData("copy-database --to Oracle", "The database is one of Sqlite, Postgres.")]
    public async Task Wrong_usage_ends_with_2_before_anything_is_built(string line, string expected)
    {
        using var terminal = new TestTerminal();
        var code = await Commands.RunAsync(Words(line), NothingIsBuilt, terminal);
        Assert.Equal(2, code);
        Assert.Contains(expected, terminal.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", terminal.Errors, StringComparison.Ordinal);
        Assert.Empty(terminal.Printed);
    }

    [Theory]
    [InlineData("--help", "admin")]
    [InlineData("serve --help", "Start the server")]
    [InlineData("admin --help", "reset-password")]
    [InlineData("admin create --help", "<email>")]
    public async Task Help_of_each_command_ends_with_0(string line, string expected)
    {
        using var terminal = new TestTerminal();
        Assert.Equal(0, await Commands.RunAsync(Words(line), NothingIsBuilt, terminal));
        Assert.Contains(expected, terminal.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_a_tag_or_a_commit_without_a_path()
    {
        using var terminal = new TestTerminal();
        Assert.Equal(0, await Commands.RunAsync(["--version"], NothingIsBuilt, terminal));
        Assert.Matches(@"^\d+\.\d+\.\d+[-+.0-9a-z]*\n$", terminal.Printed);
    }

    [Theory]
    [InlineData("admin list")]
    [InlineData("verify")]
    [InlineData("backup --to ../backups")]
    [InlineData("rebuild --compare")]
    public async Task Command_in_the_wrong_folder_says_so_and_leaves_nothing(string line)
    {
        var folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;
        var (code, output) = await ShortRun.EndAsync(folder, [("Storage__Path", Path.Combine(folder, "data"))], Words(line));
        var left = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(1, code);
        Assert.Equal(
            "The database is not set up for this version yet. Start the server once, with the same settings, then try again.\n", output);
        Assert.DoesNotContain(left, file => file.EndsWith(".db", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Admin_is_created_listed_and_gets_in_while_the_server_runs(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        Assert.Equal((1, "", "There is no admin. Use: admin create\n"), await RunAsync(app, "admin list"));

        Assert.Equal(
            (0, "new@example.org is an admin and can sign in.\n", ""), await RunAsync(app, "admin create new@example.org", Password));

        await app.SeeAuditAsync($"AccountCreation Succeeded new@example.org by {Environment.UserName} (command line): Created as Admin.");
        Assert.Equal((0, "new@example.org, never signed in\n", ""), await RunAsync(app, "admin list"));
        using var admin = await app.SignInAsync("new@example.org", Password);
        (await admin.GetAsync("/api/users")).EnsureSuccessStatusCode();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reset_password_lets_the_owner_in_and_ends_sessions(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var admin = await app.AdminAsync();
        await app.AuditAsync();

        var (code, _, problems) = await RunAsync(app, "admin reset-password admin@example.org", "short");
        Assert.Equal(1, code);
        Assert.NotEmpty(problems);
        Assert.Equal(0, (await RunAsync(app, "admin reset-password admin@example.org --reset-second-factor", Password)).Code);

        await app.SeeAuditAsync(
            $"PasswordChange Succeeded admin@example.org by {Environment.UserName} (command line): Password and second factor reset.");
        using var again = await app.SignInAsync("admin@example.org", Password);
        Assert.Equal(1, (await RunAsync(app, "admin reset-password nobody@example.org", Password)).Code);
        Assert.Equal(1, (await RunAsync(app, "admin create admin@example.org", Password)).Code);
        Assert.Equal(1, (await RunAsync(app, "admin create other@example.org", "")).Code);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        Assert.Single(await db.UserSessions.Where(s => s.RevokedAt == null).ToListAsync());
    }

    [Fact]
    public async Task Reset_password_says_what_else_lets_in()
    {
        await using var app = await TestApplication.StartAsync();
        using var admin = await app.AdminAsync();
        await app.ConnectAsync(TestApplication.AdminEmail);
        await admin.AddFeedAsync();

        var (code, printed, _) = await RunAsync(app, "admin reset-password admin@example.org --reset-second-factor", Password);

        Assert.Equal(0, code);
        Assert.Equal(
            "The password of admin@example.org is set. All its sessions ended.\n"
            + "Still a way in: https://id.example.org and 1 feed. An admin can remove it on the page of this user.\n",
            printed);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static WebApplication NothingIsBuilt(string[] args) => throw new InvalidOperationException("It is built.");

    private static async Task<(int Code, string Printed, string Errors)> RunAsync(TestApplication app, string line, string input = "")
    {
        using var terminal = new TestTerminal(input);
        var code = await Commands.RunAsync(Words(line), app.BuildAgain, terminal);
        return (code, terminal.Printed, terminal.Errors);
    }
}
