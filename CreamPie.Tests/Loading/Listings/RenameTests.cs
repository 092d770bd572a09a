using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Listings.Companies;

namespace CreamPie.Tests.Loading.Listings;

public sealed class RenameTests
{
    private static readonly DateOnly First = new(2022, 3, 1);
    private static readonly LoadRequest Facebook = Of(1, First, 100, 200, "Facebook, Inc.", symbol: "FB");

    [Theory, OnSqlite, OnPostgres]
    public async Task Continued_prices_under_another_ticker_are_proposed_as_a_rename(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await LoadAsync(database, Facebook, Of(2, First, 140, 200, "Meta Platforms, Inc.", symbol: "META"));

        Assert.Equal([("FB", FindingKind.ProposedRename), ("META", FindingKind.ProposedRename)], await FindingsAsync(database));
        await using var db = database.Open();
        Assert.Equal(2, await db.Stocks.CountAsync());
        Assert.All(
            await db.Findings.ToListAsync(),
            f => Assert.StartsWith("META looks like the continuation of FB", f.Seen, StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Split_after_the_rename_hides_nothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var meta = Of(2, First, 140, 200, "Meta Platforms, Inc.", symbol: "META");
        var split = CorporateAction.Split(First.AddDays(120), 4, 1);
        meta = meta with
        {
            Document = meta.Document with
            {
                Actions = [split],
                Bars = [.. meta.Document.Bars.Select(b => b with { Close = b.Close / 4 })],
            },
        };

        await LoadAsync(database, Facebook, meta);

        Assert.Equal(2, (await FindingsAsync(database)).Count);
    }

    [Theory]
    [OnSqlite(59, 200), OnSqlite(140, 201), OnSqlite(100, 200)]
    public async Task Fewer_days_other_prices_or_the_same_end_propose_nothing(DatabaseProvider provider, int days, double close)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await LoadAsync(database, Facebook, Of(2, First, days, close, "Meta Platforms, Inc.", symbol: "META"));

        Assert.Empty(await FindingsAsync(database));
    }

    [Fact]
    public async Task Constant_prices_prove_nothing()
    {
        await using var database = await TestDatabase.SqliteAsync();

        await LoadAsync(database, Constant(Facebook), Constant(Of(2, First, 140, 200, name: null, symbol: "CASH")));

        Assert.Empty(await FindingsAsync(database));
    }

    private static LoadRequest Constant(LoadRequest request) => request with
    {
        Document = request.Document with { Bars = [.. request.Document.Bars.Select(b => b with { Close = 1 })] },
    };
}
