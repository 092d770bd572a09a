using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Loading.Listings;
using CreamPie.Tests.Querying;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api.Contract;

/// <summary>Calls that reach every operation's answers.</summary>
internal static class ContractCases
{
    private const string Api = "/api/stock-data";

    public static async Task ReadAsync(ContractRun run)
    {
        var server = run.Server;
        await server.Services.LoadAsync(Captures.Of(
            1, new(2024, 3, 1), [.. Enumerable.Range(0, 60).Select(d => Captures.Bar(d, 100 + d))],
            [CorporateAction.Split(new(2024, 1, 4), 10, 1), CorporateAction.Cash(new(2024, 1, 5), ActionKind.Dividend, 0.25)]));
        await server.AddAsync(SeedData.Tracked("NEW"), SeedData.NewDocument(1, "TEST"));
        foreach (var query in (string[])
            ["", "?interval=1wk&from=2024-01-03&to=2024-02-01&adjust=none", "?format=columns&columns=date,close", "?format=csv&limit=2",
                "?interval=auto&max=10&limit=3", "?source=DropFolder", "?to=1990-01-01", "?format=parquet", "?format=arrow"])
            await run.CallAsync(200, "GET", $"{Api}/TEST/bars{query}", role: Roles.Analyst);
        await run.CallAsync(200, "GET", $"{Api}/TEST/bars", accept: "text/csv");
        await run.CallAsync(200, "GET", $"{Api}/NEW/bars");
        foreach (var query in (string[])["", "&interval=1wk&from=2024-01-03&adjust=all", "&format=csv", "&format=parquet", "&format=arrow"])
            await run.CallAsync(200, "GET", $"{Api}/bars?symbols=TEST,NEW{query}");
        await run.CallAsync(200, "GET", $"{Api}/bars?symbols=TEST", accept: "application/vnd.apache.parquet");
        await run.CallAsync(404, "GET", $"{Api}/bars?symbols=TEST,NONE");
        foreach (var query in (string[])["name=macd&fast=5&slow=10&signal=3", "ind=sma(5),bollinger(5,2),adx(5)"])
            await run.CallAsync(200, "GET", $"{Api}/TEST/indicators?{query}");
        await run.CallAsync(200, "GET", $"{Api}/NEW/indicators?name=sma");
        foreach (var path in (string[])
            ["TEST", "NEW", "TEST/figures?adjust=splits", "TEST/figures?benchmark=TEST&riskFree=0.02", "NEW/figures", "TEST/actions",
                "TEST/quote", "TEST/attempts", "TEST/listings", "TEST/bars/2024-01-02/provenance", "compare?symbols=TEST,NEW",
                "compare?symbols=TEST&adjust=splits&format=csv", "symbols", "symbols?limit=1", "track?limit=1", "track/NEW",
                "track/TEST?wait=1", "changes", "changes?limit=1", "documents?limit=1"])
            await run.CallAsync(200, "GET", $"{Api}/{path}");
        foreach (var path in (string[])
            ["/bars", "/indicators?name=sma", "/figures", "", "/actions", "/quote", "/attempts", "/listings",
                "/bars/2024-01-02/provenance"])
        {
            await run.CallAsync(404, "GET", $"{Api}/NONE{path}");
            await run.CallAsync(400, "GET", $"{Api}/A..B{path}");
        }
        foreach (var path in (string[])
            ["TEST/bars", "TEST/actions", "TEST/indicators?name=sma", "TEST/figures", "compare?symbols=TEST", "bars?symbols=TEST,NEW",
                "changes"])
        {
            using var known = await server.Client().GetAsync($"{Api}/{path}");
            await run.CallAsync(304, "GET", $"{Api}/{path}", tag: known.Headers.ETag);
        }
        await run.CallAsync(404, "GET", $"{Api}/compare?symbols=NONE");
        await run.CallAsync(404, "GET", $"{Api}/track/NONE");
        await run.CallAsync(400, "GET", $"{Api}/symbols?limit=0");
    }

    public static async Task WriteAsync(ContractRun run)
    {
        await run.CallAsync(200, "POST", $"{Api}/track", new { symbol = "AAPL" }, Roles.Analyst);
        await run.CallAsync(400, "POST", $"{Api}/track", new { symbol = "A A" });
        await run.CallAsync(202, "POST", $"{Api}/AAPL/refresh");
        await run.CallAsync(404, "POST", $"{Api}/NONE/refresh");
        await run.CallAsync(204, "DELETE", $"{Api}/tracked/AAPL");
        await run.CallAsync(404, "DELETE", $"{Api}/tracked/NONE");
        var imported = await run.CallAsync(202, "POST", $"{Api}/import", Form("Date,Close\n2024-01-02,1\n"u8.ToArray(), "MSFT.csv"));
        var document = $"{Api}/documents/{imported.GetProperty("id")}";
        foreach (var part in (string[])["", "/parsed", "/raw"])
        {
            await run.CallAsync(200, "GET", document + part);
            await run.CallAsync(404, "GET", $"{Api}/documents/999999{part}");
        }
        var removed = SeedData.NewDocument(102, "GONE", null, DocumentState.Loaded);
        (removed.Sha256, removed.BytesRemovedAt, removed.KeptDays) = (new string('a', 64), removed.PlannedAt, 400);
        await run.Server.AddAsync(removed);
        foreach (var part in (string[])["/parsed", "/raw"])
            await run.CallAsync(410, "GET", $"{Api}/documents/102{part}");
        var (stock, paused) = (SeedData.Tracked("RTRY"), SeedData.Tracked("PAUS"));
        paused.Status = StockStatus.Paused;
        await run.Server.AddAsync(stock, paused);
        await run.Server.AddAsync(SeedData.NewDocument(101, "RTRY", stock.Id, DocumentState.Quarantined));
        await run.CallAsync(202, "POST", $"{Api}/documents/101/retry");
        await run.CallAsync(409, "POST", $"{Api}/documents/101/retry");
        await run.CallAsync(404, "POST", $"{Api}/documents/999999/retry");
        await run.CallAsync(409, "POST", $"{Api}/PAUS/refresh");
    }

    public static async Task ListingsAsync(ContractRun run)
    {
        foreach (var decision in (string[])["confirm", "join"])
        {
            await using var server = await StockDataServer.StartAsync();
            await server.Services.LoadAsync(Companies.OfSprint(1), Companies.OfSentinelOne(2));
            var other = run.With(server);
            var listings = await other.CallAsync(200, "GET", $"{Api}/S/listings");
            await other.CallAsync(409, "POST", $"{Api}/track", new { symbol = "S=1" });
            await other.CallAsync(404, "POST", $"{Api}/findings/999/{decision}");
            await other.CallAsync(204, "POST", $"{Api}/findings/{listings.GetProperty("findings")[0].GetProperty("id")}/{decision}");
        }
    }
}
