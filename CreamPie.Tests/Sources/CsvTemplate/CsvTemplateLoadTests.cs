using CreamPie.Core.Archiving;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static CreamPie.Tests.Sources.CsvTemplate.CsvTemplateSourceTests;

namespace CreamPie.Tests.Sources.CsvTemplate;

/// <summary>What a configured CSV address loads.</summary>
public sealed class CsvTemplateLoadTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Bars_are_loaded_and_the_key_is_stored_nowhere(DatabaseProvider provider)
    {
        const string key = "my secret/key+1";
        await using var rig = await IngestionRig.StartAsync(provider, settings: root => new()
        {
            ["Sources:Csv:UrlTemplate"] = $"{root}csv?s={{symbol:lower}}&apikey={{key}}",
            ["Sources:Csv:ApiKey"] = key,
            ["Sources:Csv:Currency"] = "GBp",
            ["Sources:Csv:TimeZone"] = "Europe/London",
        });
        rig.Source.On("/csv", RawHttpServer.Answer(
            200, "Date,Open,High,Low,Close,Volume\n2025-06-12,1,2,1,1.5,10\n2025-06-13,1,2,1,1.75,20\n"u8.ToArray(),
            "Content-Type: text/csv"));

        var document = await rig.PullAsync(SourceName.CsvTemplate, "VOD");

        Assert.Equal(DocumentState.Loaded, document.State);
        Assert.Equal([1.5, 1.75], (await rig.BarsAsync("VOD")).Select(b => b.Close));
        Assert.Equal("GBp", (await rig.StockAsync("VOD"))!.Currency);
        Assert.Contains("apikey=my%20secret%2Fkey%2B1 ", rig.Source.Requests[^1], StringComparison.Ordinal);
        Assert.EndsWith("/csv?s=vod&apikey=***", document.Url, StringComparison.Ordinal);
        Assert.EndsWith(
            "/csv?s=vod&apikey=***",
            (await rig.Get<Archive>().ReadManifestAsync(document.Id, CancellationToken.None))!.Url, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Fully_adjusted_prices_fill_no_series(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, settings: root => new()
        {
            ["Sources:Csv:UrlTemplate"] = $"{root}csv?s={{symbol}}",
            ["Sources:Csv:Basis"] = "FullyAdjusted",
        });
        rig.Source.On("/csv", RawHttpServer.Answer(
            200, "Date,Open,High,Low,Close,Volume\n2025-06-13,1,2,1,1.75,20\n"u8.ToArray(), "Content-Type: text/csv"));

        var document = await rig.PullAsync(SourceName.CsvTemplate, "IBM");

        Assert.Equal((DocumentState.Quarantined, Reason.Basis), (document.State, document.Reason));
        Assert.Contains("also adjusted for dividends", document.Error, StringComparison.Ordinal);
        Assert.Empty(await rig.BarsAsync("IBM"));
        Assert.False(rig.Get<SourceCatalog>()[SourceName.CsvTemplate].FillsSeries);
        Assert.DoesNotContain(SourceName.CsvTemplate, Catalog(("UrlTemplate", Stooq), ("Basis", "FullyAdjusted")).Order);
        Assert.DoesNotContain(SourceName.CsvTemplate, Catalog(("UrlTemplate", Stooq)).Order);
        Assert.Contains(SourceName.CsvTemplate, Catalog(("UrlTemplate", "https://example.org/?s={symbol}")).Order);
    }

    [Theory]
    [InlineData(null, 5, SourceName.Unproved), InlineData("SplitAdjusted", 5, SourceName.CsvTemplate)]
    public async Task Unset_basis_is_not_assumed(string? basis, int rows, SourceName series)
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite, settings: root => new()
        {
            ["Sources:Csv:UrlTemplate"] = $"{root}csv?s={{symbol}}",
            ["Sources:Csv:Basis"] = basis,
        });
        var lines = Enumerable.Range(0, rows).Select(i => $"2025-06-{9 + i:00},1,2,1,1.75,20\n");
        rig.Source.On("/csv", RawHttpServer.Answer(
            200, System.Text.Encoding.UTF8.GetBytes("Date,Open,High,Low,Close,Volume\n" + string.Concat(lines)), "Content-Type: text/csv"));

        var document = await rig.PullAsync(SourceName.CsvTemplate, "IBM");

        Assert.Equal(DocumentState.Loaded, document.State);
        Assert.Equal(series, (await rig.StockAsync("IBM"))!.ServedSource);
        await using var db = rig.Database.Open();
        Assert.Equal(
            series == SourceName.Unproved,
            await db.Findings.AnyAsync(f => f.Kind == FindingKind.BasisNotProved && f.DocumentId == document.Id));
    }
}
