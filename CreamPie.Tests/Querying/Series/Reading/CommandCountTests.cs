using System.Data.Common;
using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Bulk;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Series.Reading;

/// <summary>How often the database is asked for an answer: once, however much stands behind it.</summary>
public sealed class CommandCountTests
{
    private const int Many = 300;
    private static readonly Symbol Test = Symbol.Parse("TEST");

    [Theory]
    [OnSqlite(1), OnSqlite(Many), OnPostgres(1), OnPostgres(Many)]
    public async Task Read_is_one_command_however_many_documents_there_are(DatabaseProvider provider, int documents)
    {
        var log = new CommandLog();
        await using var database = await CreateAsync(provider, log);
        await database.Services.LoadAsync(Document(1, Dividends()));
        await AddOlderAsync(database, documents - 1);
        await database.Services.LoadAsync(Document(2, Dividends()));
        SeriesRequest[] requests =
        [
            new(), new(Adjust: PriceAdjustment.None), new(Adjust: PriceAdjustment.All), new(From: new(2024, 1, 3)),
            new(From: new(2024, 1, 3), To: new(2024, 1, 8), Adjust: PriceAdjustment.None), new(To: new(2024, 1, 8)),
        ];
        foreach (var request in requests)
        {
            log.Clear();

            var series = await database.Get<SeriesQuery>().BarsAsync(Analyst, Test, request, CancellationToken.None);

            Assert.NotEmpty(series!.Bars!);
            var command = Assert.Single(log.Commands);
            Assert.DoesNotContain("load_ledger", command, StringComparison.Ordinal);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Fifty_stocks_are_read_by_two_commands(DatabaseProvider provider)
    {
        var log = new CommandLog();
        await using var database = await CreateAsync(provider, log);
        for (var i = 1; i <= 50; i++)
            await database.Services.LoadAsync(Document(i, [], $"S{i}"));
        log.Clear();

        var all = await database.Get<BulkQuery>().SeriesAsync(
            Analyst, [.. Enumerable.Range(1, 50).Select(i => Symbol.Parse($"S{i}"))], new(), CancellationToken.None).ToListAsync();

        Assert.Equal(50, all.Count);
        Assert.All(all, series => Assert.Equal(10, series.Bars!.Count));
        Assert.Equal(2, log.Commands.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stock_without_a_summary_is_read_from_its_ledger(DatabaseProvider provider)
    {
        var log = new CommandLog();
        await using var database = await CreateAsync(provider, log);
        await database.Services.LoadAsync(Document(1, Dividends()));
        var before = await RowsAsync();
        await using (var db = database.Open())
            await db.LedgerSummaries.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version - 1));
        log.Clear();

        Assert.Equal(before, await RowsAsync());

        Assert.Contains(log.Commands, c => c.Contains("load_ledger", StringComparison.Ordinal));

        async Task<List<BarRow>> RowsAsync() => [.. (await database.Get<SeriesQuery>().BarsAsync(
            Analyst, Test, new(Adjust: PriceAdjustment.All), CancellationToken.None))!.Rows!];
    }

    private static Task<TestDatabase> CreateAsync(DatabaseProvider provider, CommandLog log) => TestDatabase.CreateAsync(
        provider,
        configure: services =>
        {
            services.ConfigureDbContext<SqliteCreamPieDbContext>(o => o.AddInterceptors(log));
            services.ConfigureDbContext<PostgresCreamPieDbContext>(o => o.AddInterceptors(log));
        });

    private static LoadRequest Document(int id, CorporateAction[] actions, string symbol = "TEST") => Captures.Of(
        id, Captures.Monday.AddDays(30 + id), [.. new[] { 0, 1, 2, 3, 4, 7, 8, 9, 10, 11 }.Select(day => Captures.Bar(day, 100))], actions,
        symbol: symbol);

    private static CorporateAction[] Dividends() => [CorporateAction.Cash(new(2024, 1, 4), ActionKind.Dividend, 0.25)];

    /// <summary>Each with the same days, captured earlier.</summary>
    private static async Task AddOlderAsync(TestDatabase database, int count)
    {
        await using var db = database.Open();
        var entry = await db.LoadLedger.AsNoTracking().SingleAsync();
        for (var i = 0; i < count; i++)
        {
            db.LoadLedger.Add(new()
            {
                DocumentId = 1_000 + i,
                ParserVersion = 1,
                StockId = entry.StockId,
                Source = entry.Source,
                FirstDay = entry.FirstDay,
                LastDay = entry.LastDay,
                FinalThrough = entry.FinalThrough,
                BasisDate = entry.BasisDate.AddDays(-1),
                CashBasisDate = entry.CashBasisDate,
                CapturedAt = entry.CapturedAt.AddMinutes(-1 - i),
                Sha256 = $"{i:x64}",
            });
        }
        await db.SaveChangesAsync();
    }

    private sealed class CommandLog : DbCommandInterceptor
    {
        private readonly Lock _lock = new();
        private List<string> _commands = [];

        public IReadOnlyList<string> Commands
        {
            get
            {
                lock (_lock)
                    return [.. _commands];
            }
        }

        public void Clear()
        {
            lock (_lock)
                _commands = [];
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            lock (_lock)
                _commands.Add(command.CommandText);
            return new(result);
        }
    }
}
