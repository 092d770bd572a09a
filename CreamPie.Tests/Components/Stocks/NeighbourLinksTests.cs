using Bunit;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Stocks.Detail;

namespace CreamPie.Tests.Components.Stocks;

public sealed class NeighbourLinksTests
{
    [Fact]
    public async Task Links_lead_to_the_symbols_before_and_after_and_notice_a_new_one()
    {
        await using var database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, new(2024, 6, 3));
        await database.AddAsync(SeedData.Tracked("^GSPC"), SeedData.Tracked("AAPL"), SeedData.Tracked("MSFT"));
        await using var browser = await SignedIn.AsAsync(database);

        var links = browser.Render<NeighbourLinks>(p => p.Add(l => l.Symbol, Symbol.Parse("MSFT")));
        links.WaitForAssertion(() => Assert.Equal(["stocks/AAPL", "stocks/%5EGSPC"], Addresses()));
        Assert.Equal(["[", "]"], links.FindAll("a").Select(a => a.GetAttribute("data-key")));

        await database.AddAsync(SeedData.Tracked("IBM"));
        await database.Get<ChangeFeed>().PollAsync(CancellationToken.None);
        links.WaitForAssertion(() => Assert.Equal(["stocks/IBM", "stocks/%5EGSPC"], Addresses()));

        links.Render(p => p.Add(l => l.Symbol, Symbol.Parse("AAPL")));
        links.WaitForAssertion(() => Assert.Equal(["stocks/IBM"], Addresses()));

        IEnumerable<string> Addresses() => links.FindAll("a").Select(a => a.GetAttribute("href")!);
    }
}
