using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Market;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Sources;

public class SourceOrderTests
{
    private static readonly SourceName[] Installed = [SourceName.DropFolder, SourceName.YahooChart, SourceName.YahooPage];

    [Fact]
    public void Pages_are_asked_first_and_files_never() =>
        Assert.Equal([SourceName.YahooPage, SourceName.YahooChart], SourceOrder.Default(Installed));

    [Fact]
    public void An_order_is_read_whatever_its_case_and_spaces()
    {
        Assert.Null(SourceOrder.Check(" yahoochart , YahooPage", Installed, out var order));
        Assert.Equal([SourceName.YahooChart, SourceName.YahooPage], order);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("Yahoo")]
    [InlineData("1")]
    [InlineData("DropFolder")]
    [InlineData("AlphaVantage")]
    [InlineData("YahooPage,YahooPage")]
    public void An_order_that_is_wrong_says_what_would_be_right(string text) =>
        Assert.Contains("YahooPage,YahooChart", SourceOrder.Check(text, Installed, out _), StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_order_of_the_installation_is_refused_by_the_name_of_its_key()
    {
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite, new Dictionary<string, string?> { ["Sources:Order"] = "YahooPage,Stooq" });

        var refused = Assert.Throws<OptionsValidationException>(() => database.Get<IOptions<SourcesOptions>>().Value);
        Assert.Contains("Sources__Order", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Stooq", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stock_may_have_an_order_of_its_own_and_give_it_back(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: "YahooPage,YahooChart");
        var symbol = Symbol.Parse("AAA");
        await rig.TrackAsync("AAA");
        var control = rig.Get<SourceControl>();

        Assert.True(await control.SetOrderAsync(Caller.System, symbol, "yahoochart", CancellationToken.None));
        Assert.Equal("YahooChart", (await rig.StockAsync("AAA"))!.SourceOrder);
        await rig.RunAsync();
        Assert.Equal((0, 1), (rig.Source.Connections, rig.Chart.Connections));

        Assert.True(await control.SetOrderAsync(Caller.System, symbol, null, CancellationToken.None));
        Assert.Null((await rig.StockAsync("AAA"))!.SourceOrder);
        Assert.False(await control.SetOrderAsync(Caller.System, Symbol.Parse("NONE"), null, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => control.SetOrderAsync(Caller.System, symbol, "Stooq", CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => control.SetOrderAsync(SeedData.Analyst, symbol, null, CancellationToken.None));
    }

    [Fact]
    public async Task An_order_goes_on_without_the_sources_that_are_not_installed_any_more()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var catalog = database.Get<SourceCatalog>();

        Assert.Equal([SourceName.YahooChart], catalog.OrderOf("Stooq,YahooChart"));
        Assert.Equal(catalog.Order, catalog.OrderOf("Stooq"));
    }
}
