using CreamPie.Core.Loading;
using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Loading.Summaries;

public sealed class SummaryWriterTests
{
    private const int Days = 60;
    private const int Payment = 20;
    private const int Split = 40;

    [Theory, OnSqlite, OnPostgres]
    public async Task Summary_after_each_load_is_that_of_the_whole_ledger(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var random = new Random(7);
        for (var id = 1; id <= 120; id++)
        {
            await LoadAsync(database, Random(random, id, symbol: $"S{id % 4}"));

            await using var db = database.Open();
            foreach (var kept in await db.LedgerSummaries.AsNoTracking().ToListAsync())
                Assert.Equal(await WholeAsync(db, kept.StockId), kept.Content);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Document_that_agrees_with_what_stands_is_added_to_the_summary_before_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Daily(1, day: 10));
        await LoadAsync(database, Daily(2, day: 20));
        // Not read again, or the summary would tell it.
        await ForgeAsync(database, documentId: 1);

        await LoadAsync(database, Daily(3, day: 21));

        await using var db = database.Open();
        var kept = await db.LedgerSummaries.SingleAsync();
        Assert.NotEqual(await WholeAsync(db, kept.StockId), kept.Content);
        Assert.Equal((await db.Stocks.SingleAsync()).Version, kept.Version);
        Assert.Equal(Monday.AddDays(21), SummaryBytes.Read(kept.Content)!.Through);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Summary_of_another_version_is_not_added_to(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Daily(1, day: 10));
        await LoadAsync(database, Daily(2, day: 20));
        await ForgeAsync(database, documentId: 1);
        await using (var db = database.Open())
            await db.LedgerSummaries.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version - 1));

        await LoadAsync(database, Daily(3, day: 21));

        await using var after = database.Open();
        var kept = await after.LedgerSummaries.SingleAsync();
        Assert.Equal(await WholeAsync(after, kept.StockId), kept.Content);
    }

    /// <summary>What is stored must be the bytes of this.</summary>
    private static async Task<byte[]> WholeAsync(CreamPieDbContext db, int stockId)
    {
        var ledger = await db.LoadLedger.AsNoTracking().Where(e => e.StockId == stockId).ToListAsync();
        var tellers = await db.CorporateActions
            .Where(a => a.StockId == stockId && a.KnownTo == null)
            .Select(a => a.DocumentId)
            .ToListAsync();
        return SummaryBytes.Write(LedgerSummary.Of(ledger, tellers));
    }

    private static async Task ForgeAsync(TestDatabase database, int documentId)
    {
        await using var db = database.Open();
        var forged = new DateOnly(2001, 1, 1);
        Assert.Equal(1, await db.LoadLedger.Where(e => e.DocumentId == documentId)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.CashBasisDate, forged)));
    }

    private static async Task LoadAsync(TestDatabase database, LoadRequest request) => await new Loader(database.Contexts).LoadAsync(
        request, (_, _, _, _) => Task.FromResult(true), CancellationToken.None);

    private static LoadRequest Daily(int id, int day) =>
        Of(id, Monday.AddDays(day), [.. Enumerable.Range(day - 5, 6).Select(d => Bar(d, 100 + d))], source: SourceName.YahooChart);

    /// <summary>
    /// A capture of some of the days, with a payment and a split if it is late enough, arriving in any order: some list no actions, some
    /// are wrong about them, lack days, are read again by a newer parser, or come from another source.
    /// </summary>
    private static LoadRequest Random(Random random, int id, string symbol)
    {
        var first = random.Next(Days - 6);
        var last = random.Next(first + 1, random.Next(3) == 0 ? Days : first + 7);
        var captured = last + random.Next(3);
        var (isPaid, isSplit) = (captured >= Payment, captured >= Split && random.Next(6) > 0);
        var bars = Enumerable.Range(first, last - first + 1).Where(_ => random.Next(8) > 0).Select(day =>
        {
            var close = (100 + day) / (isSplit && day < Split ? 2.0 : 1);
            return Bar(day, close, close * (isPaid && day < Payment ? 0.99 : 1), final: day < last || random.Next(2) == 0);
        }).DefaultIfEmpty(Bar(first, 100 + first)).ToList();
        List<CorporateAction> actions = [];
        if (isPaid && first < Payment && last >= Payment && random.Next(6) > 0)
            actions.Add(CorporateAction.Cash(Monday.AddDays(Payment), ActionKind.Dividend, isSplit ? 0.6 : 1.2));
        if (isSplit && first < Split && last >= Split)
            actions.Add(CorporateAction.Split(Monday.AddDays(Split), 2, 1));
        var isAgain = random.Next(6) == 0 && id > 8;
        var document = isAgain ? id - 8 : id;
        var capture = Of(
            document, Monday.AddDays(captured), bars, actions, precise: random.Next(3) > 0, listsActions: random.Next(4) > 0,
            document % 3 == 0 ? SourceName.YahooPage : SourceName.YahooChart, symbol);
        return capture with { ParserVersion = isAgain ? 2 : 1 };
    }
}
