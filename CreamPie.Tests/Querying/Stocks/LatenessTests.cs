using CreamPie.Core.Market;
using CreamPie.Core.Querying.Sources;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Stocks;

/// <summary>Nobody pulls any more: what was current becomes late by the calendar alone.</summary>
public sealed class LatenessTests
{
    /// <summary>A Monday; the next session of New York is final at 21:30 UTC.</summary>
    private static readonly DateOnly Today = new(2026, 11, 30);

    private static readonly DateTime Final = new(2026, 11, 30, 21, 30, 0, DateTimeKind.Utc);

    [Theory, OnSqlite, OnPostgres]
    public async Task Stock_is_late_wherever_its_status_is_told_once_a_session_is_missing(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.AddAsync(
            new Stock { Symbol = "AAA", Status = StockStatus.Current, CurrentUntil = Final, NextDue = Final },
            new Stock { Symbol = "BBB", Status = StockStatus.Waiting, CurrentUntil = Final, NextDue = Final },
            new Stock { Symbol = "CCC", Status = StockStatus.Current, CurrentUntil = Final.AddYears(1), NextDue = Final.AddYears(1) });
        Assert.Equal(Enumerable.Repeat(StockStatus.Current, 5), await ToldAsync(database));
        Assert.Equal(["AAA", "CCC"], await OfStatusAsync(database, StockStatus.Current));
        Assert.Empty(await OfStatusAsync(database, StockStatus.Late));

        ((FakeTimeProvider)database.Get<TimeProvider>()).Advance(TimeSpan.FromDays(4));

        Assert.Equal(Enumerable.Repeat(StockStatus.Late, 5), await ToldAsync(database));
        Assert.Equal(["CCC"], await OfStatusAsync(database, StockStatus.Current));
        Assert.Equal(["AAA"], await OfStatusAsync(database, StockStatus.Late));
        Assert.Equal(["CCC", "AAA", "BBB"], await CardsAsync(isDescending: false));
        Assert.Equal(["BBB", "AAA", "CCC"], await CardsAsync(isDescending: true));

        async Task<IEnumerable<string>> CardsAsync(bool isDescending) => (await database.Get<CardQuery>().CardsAsync(
            Analyst, new(Order: StockOrder.Status, IsDescending: isDescending), CancellationToken.None)).Items.Select(c => c.Symbol);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Source_that_nobody_requests_is_not_healthy(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        // PostgreSQL's clock is the machine's.
        var now = await NowAsync(database);
        await database.AddAsync(
            new SourceHealthRow { Source = SourceName.YahooPage, LastLoadedAt = now.AddDays(-4) },
            new Stock { Symbol = "AAA", Status = StockStatus.Current, NextDue = now.AddMinutes(-10) });
        Assert.True((await PageAsync()).IsHealthy);

        await database.AddAsync(new Stock { Symbol = "BBB", Status = StockStatus.Current, NextDue = now.AddDays(-3) });

        Assert.Equal((false, now.AddDays(-3)), ((await PageAsync()).IsHealthy, (await PageAsync()).UnaskedSince));
        await database.AddAsync(new SourceHealthRow { Source = SourceName.YahooChart, LastFailedAt = now, LastLoadedAt = now.AddDays(-9) });
        Assert.Null((await SourceAsync(SourceName.YahooChart)).UnaskedSince);

        Task<SourceItem> PageAsync() => SourceAsync(SourceName.YahooPage);

        async Task<SourceItem> SourceAsync(SourceName name) =>
            (await database.Get<SourceQuery>().SourcesAsync(Admin, CancellationToken.None)).Sources.Single(s => s.Source == name);
    }

    private static async Task<DateTime> NowAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await database.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
    }

    /// <summary>In the API's list and facts, while a name is typed, on the overview, in the admin's list.</summary>
    private static async Task<StockStatus[]> ToldAsync(TestDatabase database)
    {
        var (symbol, none) = (Symbol.Parse("AAA"), CancellationToken.None);
        var stocks = database.Get<StockQuery>();
        return
        [
            (await stocks.SymbolsAsync(Analyst, "AAA", new(), none)).Items.Single().Status,
            (await stocks.FactsAsync(Analyst, symbol, none))!.Status,
            (await database.Get<FindQuery>().FindAsync(Analyst, "AAA", [], none)).Single().Status,
            (await database.Get<CardQuery>().CardsAsync(Analyst, new("AAA"), none)).Items.Single().Status,
            (await stocks.TrackedAsync(Admin, "AAA", status: null, new(), none)).Items.Single().Status,
        ];
    }

    private static async Task<IEnumerable<string>> OfStatusAsync(TestDatabase database, StockStatus status) =>
        (await database.Get<StockQuery>().TrackedAsync(Admin, text: null, status, new(), CancellationToken.None))
            .Items.Select(i => i.Symbol);
}
