using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Files;

/// <summary>Which stock a file belongs to: what its name or the file itself says, never a guess.</summary>
public sealed class DroppedNamesTests
{
    private static readonly byte[] Csv =
        "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-04,1,1,1,1,1,1\n2024-01-05,1,1,1,1,1,1\n,,,,,,\n"u8.ToArray();

    [Theory]
    [OnSqlite("M&M.NS_2024-01-10.csv", "M&M.NS"), OnPostgres("M&M.NS_2024-01-10.csv", "M&M.NS")]
    [OnSqlite("NIFTY_FIN_SERVICE.NS_2024-01-10.csv", "NIFTY_FIN_SERVICE.NS")]
    [OnPostgres("NIFTY_FIN_SERVICE.NS_2024-01-10.csv", "NIFTY_FIN_SERVICE.NS")]
    [OnSqlite("MSFT.csv.txt", "MSFT"), OnPostgres("MSFT.csv.txt", "MSFT")]
    [OnSqlite("AAPL (1).csv", "AAPL"), OnPostgres("AAPL (1).csv", "AAPL")]
    public async Task Understood_name_loads_into_its_stock_alone(DatabaseProvider provider, string name, string symbol)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        var document = await rig.DropAsync(name, Csv);

        Assert.Equal((DocumentState.Loaded, symbol), (document.State, document.Symbol));
        Assert.Equal(2, (await rig.BarsAsync(symbol)).Count);
        await using var db = rig.Database.Open();
        Assert.Equal([symbol], await db.Stocks.Select(s => s.Symbol).ToListAsync());
        Assert.Equal(1, await db.Findings.CountAsync(f => f.Kind == FindingKind.RejectedRow));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Name_that_is_not_understood_is_refused_and_makes_no_stock(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        foreach (var name in new[] { "HistoricalData_1699.csv", "NIFTY_BANK.csv", "BRK_B.csv", "Table.csv" })
            Assert.Equal((name, Reason.FileName), (name, (await rig.DropAsync(name, Csv)).Reason));

        await using var db = rig.Database.Open();
        Assert.Equal(0, await db.Stocks.CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Name_understood_only_now_is_read_again(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var imported = await rig.Get<FileImport>().ImportAsync(Caller.System, "AAPL (1).csv", Csv, CancellationToken.None);
        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.Symbol, (string?)null));

        await rig.RunAsync();

        var document = await rig.DocumentAsync(imported.Id);
        Assert.Equal((DocumentState.Loaded, "AAPL"), (document.State, document.Symbol));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Page_under_any_name_is_read_by_its_own_symbol(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var page = Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), "M&amp;M.NS"));

        var document = await rig.DropAsync("My page of yesterday.html", page);

        Assert.Equal((DocumentState.Loaded, "M&M.NS", null), (document.State, document.Symbol, document.Error));
        Assert.Equal(2, (await rig.BarsAsync("M&M.NS")).Count);
    }
}
