using System.Diagnostics;
using System.Globalization;
using CreamPie.Core.Storage;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreamPie.Tests.Benchmarks.Large;

/// <summary>A PostgreSQL database with many copies of one stock, which the real loader has loaded.</summary>
internal static class ManyStocks
{
    public const int Bars = 10_000;

    /// <summary>Stocks whose bars are one statement: a million rows.</summary>
    private const int Batch = 100;

    public static string SymbolOf(int number) => string.Create(CultureInfo.InvariantCulture, $"S{number}");

    /// <param name="stocks">S1, S2, ...; a multiple of a hundred.</param>
    public static async Task<TestDatabase> FilledAsync(int stocks, Action<string> say)
    {
        var database = await TestDatabase.PostgresAsync();
        await database.Services.LoadAsync(LongHistories.Of(1, "TEMPLATE", Bars));
        await using var db = database.Open();
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        var template = await db.Stocks.Where(s => s.Symbol == "TEMPLATE").Select(s => s.Id).SingleAsync();
        var start = Stopwatch.GetTimestamp();
        for (var first = template + 1; first <= template + stocks; first += Batch)
        {
            var last = first + Batch - 1;
            await CopyAsync(db, "stock", "id", template, (first, last), $"'S' || (n - {template})", "symbol");
            await CopyAsync(db, "ledger_summary", "stock_id", template, (first, last));
            await CopyAsync(db, "corporate_action", "stock_id", template, (first, last));
            await CopyAsync(db, "load_ledger", "stock_id", template, (first, last), "n", "document_id");
            await CopyAsync(db, "daily_bar", "stock_id", template, (first, last));
            if ((last - template) % 1_000 == 0)
                say($"{last - template} stocks, {await MegabytesAsync(db)} MB, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        }
        // As autovacuum does some minutes later; until then the first reader of each page pays for it.
        await db.Database.ExecuteSqlAsync($"vacuum (analyze)");
        say($"{stocks} stocks of {Bars} bars: {await MegabytesAsync(db)} MB, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        return database;
    }

    private static Task<int> MegabytesAsync(CreamPieDbContext db) => db.Database
        .SqlQuery<int>($"select (pg_database_size(current_database()) / 1000000)::int as \"Value\"").SingleAsync();

    /// <summary>The rows of the template for each key of a range; with another column of a value of its own.</summary>
    private static async Task CopyAsync(
        CreamPieDbContext db, string table, string key, int template, (int First, int Last) keys, string value = "", string column = "")
    {
        // Counted on by the table itself.
        string[] own = [key, column, .. table == "corporate_action" ? ["id"] : (string[])[]];
        await using var connection = new NpgsqlConnection(db.Database.GetConnectionString());
        await connection.OpenAsync();
        var columns = new List<string>();
        await using (var command = new NpgsqlCommand(
            $"select column_name from information_schema.columns where table_name = '{table}'", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                columns.Add(reader.GetString(0));
        }
        var others = string.Join(", ", columns.Except(own).Select(c => $"\"{c}\""));
        var (named, given) = column.Length == 0 ? ("", "") : ($"{column}, ", $"{value}, ");
        // Stock by stock, and each in the order of its days, as loads of whole histories leave them.
        await using var copy = new NpgsqlCommand(
            $"insert into {table} ({key}, {named}{others}) select n, {given}{others} from generate_series({keys.First}, {keys.Last}) n "
            + $"cross join lateral (select * from {table} where {key} = {template} and n > 0) t",
            connection);
        copy.CommandTimeout = 3_600;
        await copy.ExecuteNonQueryAsync();
    }
}
