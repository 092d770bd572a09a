using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Npgsql;

namespace CreamPie.Tests.Hosting;

/// <summary>What a start says of a database that it cannot use.</summary>
public sealed class DatabaseStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, OnPostgres]
    public async Task Role_without_rights_is_told_which(DatabaseProvider provider)
    {
        var owners = await PostgresFixture.CreateDatabaseAsync($"norights_{provider}");
        var role = $"poor_{Environment.ProcessId}";
        await ExecuteAsync(owners, $"create role {role} login");
        var (code, error) = await StartAsync(new NpgsqlConnectionStringBuilder(owners) { Username = role }.ToString());
        await PostgresFixture.DropDatabaseAsync(owners);

        Assert.Equal(1, code);
        Assert.StartsWith("ConnectionStrings__CreamPie: the role has no right to set up its tables:", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory, OnPostgres]
    public async Task Role_that_may_not_make_the_job_servers_schema_is_told(DatabaseProvider provider)
    {
        var owners = await PostgresFixture.CreateDatabaseAsync($"noschema_{provider}");
        var role = $"tenant_{Environment.ProcessId}";
        await ExecuteAsync(owners, $"create role {role} login; grant create on schema public to {role}");
        var (code, error) = await StartAsync(new NpgsqlConnectionStringBuilder(owners) { Username = role }.ToString());
        await PostgresFixture.DropDatabaseAsync(owners);

        Assert.Equal(1, code);
        Assert.StartsWith(
            $"ConnectionStrings__CreamPie: the role {role} may not make the schema hangfire", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory, OnPostgres]
    public async Task Database_that_is_missing_is_named(DatabaseProvider provider)
    {
        var some = await PostgresFixture.CreateDatabaseAsync($"some_{provider}");
        var (code, error) = await StartAsync(new NpgsqlConnectionStringBuilder(some) { Database = "nowhere" }.ToString());
        await PostgresFixture.DropDatabaseAsync(some);

        Assert.Equal(1, code);
        Assert.StartsWith("ConnectionStrings__CreamPie: ", error, StringComparison.Ordinal);
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task First_start_logs_no_failure(DatabaseProvider provider)
    {
        var connection = provider == DatabaseProvider.Postgres ? await PostgresFixture.CreateDatabaseAsync("first") : "";
        await using (var app = AppProcess.Start(new Dictionary<string, string>
        {
            ["Storage__Path"] = _folder,
            ["Database__Provider"] = provider.ToString(),
            ["ConnectionStrings__CreamPie"] = connection,
        }))
        {
            Assert.NotNull(await app.Address);
            Assert.DoesNotContain("fail: ", app.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("warn: Microsoft.EntityFrameworkCore", app.Output, StringComparison.Ordinal);
        }
        if (connection.Length > 0)
            await PostgresFixture.DropDatabaseAsync(connection);
    }

    private Task<(int Code, string Error)> StartAsync(string connection) => ShortRun.EndAsync(
        _folder, [("Database__Provider", "Postgres"), ("ConnectionStrings__CreamPie", connection)]);

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
