using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Stocks;

public sealed class FindQueryTests
{
    private static readonly DateOnly Today = new(2024, 6, 3);

    [Theory, OnSqlite, OnPostgres]
    public async Task Symbol_prefix_and_starts_of_words_of_the_name_find_a_stock(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.AddAsync(
            Tracked("KO", "The Coca-Cola Company"), Tracked("COLA", "Columbia (Old) Trust"), Tracked("^GSPC", "S&P 500"),
            Tracked("NESN.SW", "Nestlé S.A."), Tracked("BRK-B", "Berkshire Hathaway Inc."), Tracked("XCO"));

        Assert.Equal(["COLA", "KO"], await FindAsync("co"));
        Assert.Equal(["KO"], await FindAsync(" cola THE "));
        Assert.Equal(["KO"], await FindAsync("coca-cola"));
        Assert.Equal(["COLA"], await FindAsync("old"));
        Assert.Equal(["^GSPC"], await FindAsync("gsp"));
        Assert.Equal(["^GSPC"], await FindAsync("^g"));
        Assert.Equal(["NESN.SW"], await FindAsync("nestlé"));
        Assert.Equal(["BRK-B"], await FindAsync("brk-"));
        Assert.Empty(await FindAsync("ola"));
        Assert.Empty(await FindAsync("%"));
        Assert.Empty(await FindAsync("-"));

        Task<List<string>> FindAsync(string text) => SymbolsAsync(database, text);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Recent_stocks_come_first_after_the_symbol_itself(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.AddAsync([.. Enumerable.Range(10, 20).Select(i => Tracked($"A{i}")), Tracked("A"), Tracked("ZZ", "Alpha Z")]);

        Assert.Equal(["A", "A29", "ZZ", "A10"], (await SymbolsAsync(database, "a", "ZZ", "A29", "GONE")).Take(4));
        Assert.Equal(FindQuery.Limit, (await SymbolsAsync(database, "a")).Count);
        Assert.Equal(["ZZ", "A11"], await SymbolsAsync(database, " ", "ZZ", "GONE", "A11"));
        Assert.Equal(["A", "A10"], (await SymbolsAsync(database, null)).Take(2));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Neighbours_are_the_next_symbols_both_ways(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.AddAsync(Tracked("A"), Tracked("BA"), Tracked("B"));

        Assert.Equal(new("B", "A", "BA"), await NeighboursAsync("B"));
        Assert.Equal(new("A", null, "B"), await NeighboursAsync("A"));
        Assert.Equal(new("BA", "B", null), await NeighboursAsync("BA"));
        Assert.Equal(new("AX", "A", "B"), await NeighboursAsync("AX"));

        Task<Neighbours> NeighboursAsync(string symbol) =>
            database.Get<FindQuery>().NeighboursAsync(Analyst, Symbol.Parse(symbol), CancellationToken.None);
    }

    [Fact]
    public async Task Finding_requires_permission_to_see_prices()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        var query = database.Get<FindQuery>();
        await Assert.ThrowsAsync<AccessDeniedException>(() => query.FindAsync(WithoutRole, "a", [], CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(
            () => query.NeighboursAsync(WithoutRole, Symbol.Parse("A"), CancellationToken.None));
    }

    private static async Task<List<string>> SymbolsAsync(TestDatabase database, string? text, params string[] recent) =>
        [.. (await database.Get<FindQuery>().FindAsync(Analyst, text, recent, CancellationToken.None)).Select(s => s.Symbol)];
}
