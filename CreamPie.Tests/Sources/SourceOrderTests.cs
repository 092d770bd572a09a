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
    public void Pages_come_first_in_the_order_and_files_never() =>
        Assert.Equal([SourceName.YahooPage, SourceName.YahooChart], SourceOrder.Default(Installed));

    [Fact]
    public void Order_is_read_in_any_case_and_spacing()
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
    public void Invalid_order_is_refused_with_the_valid_names(string text) =>
        Assert.Contains("YahooPage,YahooChart", SourceOrder.Check(text, Installed, out _), StringComparison.Ordinal);

    [Fact]
    public async Task Invalid_configured_order_is_refused_with_its_key()
    {
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite, new Dictionary<string, string?> { ["Sources:Order"] = "YahooPage,Stooq" });

        var refused = Assert.Throws<OptionsValidationException>(() => database.Get<IOptions<SourcesOptions>>().Value);
        Assert.Contains("Sources__Order", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Stooq", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stock_order_can_be_set_and_cleared(DatabaseProvider provider)
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
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            control.SetOrderAsync(SeedData.Analyst, symbol, null, CancellationToken.None));
    }

    [Fact]
    public async Task Order_skips_sources_no_longer_installed()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var catalog = database.Get<SourceCatalog>();

        Assert.Equal([SourceName.YahooChart], catalog.OrderOf("Stooq,YahooChart"));
        Assert.Equal(catalog.Order, catalog.OrderOf("Stooq"));
    }
}
