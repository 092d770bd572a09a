using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;
using Npgsql;

namespace CreamPie.Tests.Reliability.Nodes;

/// <summary>Nodes that start at the same moment set a database up once.</summary>
[Trait("Lane", "Reliability")]
[Collection(CrashGroup.Name)]
public sealed class StartTogetherTests : IDisposable
{
    private const int Rounds = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-nodes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgresFact]
    public async Task Nodes_on_an_empty_database_share_one_key_ring_and_read_each_others_cookies()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var connection = await PostgresFixture.CreateDatabaseAsync("together");
            await using var first = await StartAsync(connection, $"{round}-first", "Web");
            await using var second = await StartAsync(connection, $"{round}-second", "Web");
            await using var worker = await StartAsync(connection, $"{round}-worker", "Worker");
            Assert.All([await first.Address, await second.Address, await worker.Address], Assert.NotNull);

            Assert.Equal(1, await CountAsync(connection, "select count(*) from data_protection_keys"));
            Assert.Equal(1, await CountAsync(connection, "select count(*) from installation"));
            Assert.Equal(2, await CountAsync(connection, "select count(*) from asp_net_roles"));
            Assert.Equal(1, await CountAsync(connection, "select count(*) from asp_net_users"));
            await AssertSharedAsync((await first.Address)!, (await second.Address)!);
            await PostgresFixture.DropDatabaseAsync(connection);
        }
    }

    /// <summary>The form is from one node and is sent to the other, and so on to and fro.</summary>
    private static async Task AssertSharedAsync(Uri first, Uri second)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var here = new HttpClient(handler, disposeHandler: false) { BaseAddress = first };
        using var there = new HttpClient(handler, disposeHandler: false) { BaseAddress = second };
        var form = await here.OpenFormAsync("/account/sign-in");
        using var signedIn = await there.SendFormAsync(
            "/account/sign-in",
            [.. form, ("Input.Email", "admin@example.org"), ("Input.Password", "correct horse battery")]);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Contains("admin@example.org", await here.GetStringAsync("/account"), StringComparison.Ordinal);
        Assert.Contains("admin@example.org", await there.GetStringAsync("/account"), StringComparison.Ordinal);
    }

    private async Task<AppProcess> StartAsync(string connection, string name, string role) => AppProcess.Start(
        new Dictionary<string, string>
        {
            ["Storage__Path"] = Directory.CreateDirectory(Path.Combine(_folder, name.Split('-')[0])).FullName,
            ["Database__Provider"] = nameof(DatabaseProvider.Postgres),
            ["ConnectionStrings__CreamPie"] = connection,
            ["Node__Role"] = role,
        },
        await ReadyProgram.FolderAsync());

    private static async Task<long> CountAsync(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(sql, open);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
