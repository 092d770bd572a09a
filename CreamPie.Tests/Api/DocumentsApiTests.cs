using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api;

/// <summary>Endpoints that change something (tracking, importing, retrying) and the resulting documents.</summary>
public class DocumentsApiTests
{
    private const string Api = "/api/stock-data";

    [Fact]
    public async Task Tracking_is_idempotent_and_untracking_succeeds_once()
    {
        await using var server = await StockDataServer.StartAsync();
        using var admin = server.Client(Roles.Admin);
        for (var i = 0; i < 2; i++)
        {
            var tracked = await server.Client().PostAsJsonAsync($"{Api}/track", new { symbol = " aapl " });
            Assert.Equal(
                """{"status":"tracking","message":"Stock AAPL is now being tracked","symbol":"AAPL"}""",
                await tracked.Content.ReadAsStringAsync());
        }

        var list = await admin.JsonAsync($"{Api}/track");
        Assert.Equal(
            ["symbol", "name", "status", "lastOutcome", "lastReason", "lastPull", "nextDue", "bars", "lastBar", "tracking"],
            list.GetProperty("items")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal((1, "pending"), (list.GetProperty("total").GetInt32(), Text(list.GetProperty("items")[0], "status")));

        var refresh = await admin.PostAsync($"{Api}/AAPL/refresh", null);
        Assert.Equal(HttpStatusCode.Accepted, refresh.StatusCode);
        Assert.Equal("AAPL", Text(await admin.JsonAsync(refresh.Headers.Location!.OriginalString), "symbol"));

        var wrong = await server.Client().PostAsJsonAsync($"{Api}/track", new { symbol = "A A" });
        Assert.Equal((HttpStatusCode.BadRequest, "invalidSymbol"), (wrong.StatusCode, await wrong.CodeAsync()));
        Assert.Equal("notTracked", await (await admin.PostAsync($"{Api}/MSFT/refresh", null)).CodeAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"{Api}/tracked/AAPL")).StatusCode);
        Assert.Equal("notTracked", await (await admin.DeleteAsync($"{Api}/tracked/AAPL")).CodeAsync());
    }

    [Fact]
    public async Task Symbol_with_an_ampersand_has_working_addresses()
    {
        await using var server = await StockDataServer.StartAsync();
        using var admin = server.Client(Roles.Admin);

        Assert.Equal("M&M.NS", Text(await (await admin.PostAsJsonAsync($"{Api}/track", new { symbol = "m&m.ns" })).JsonAsync(), "symbol"));
        Assert.Equal("Pending", Text(await admin.JsonAsync($"{Api}/M%26M.NS/bars"), "reason"));
        Assert.Equal(HttpStatusCode.Accepted, (await admin.PostAsync($"{Api}/M%26M.NS/refresh", null)).StatusCode);
        Assert.Equal(1, (await admin.JsonAsync($"{Api}/documents?symbol=M%26M.NS")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await admin.JsonAsync($"{Api}/symbols?query=M%26M")).GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"{Api}/tracked/M%26M.NS")).StatusCode);
    }

    [Fact]
    public async Task Imported_file_becomes_a_document_with_retrievable_bytes()
    {
        await using var server = await StockDataServer.StartAsync();
        using var admin = server.Client(Roles.Admin);
        var bytes = "Date,Close\n<script>alert(1)</script>"u8.ToArray();

        var imported = await admin.PostAsync($"{Api}/import", Form(bytes, "../../AAPL.csv"));
        var document = await imported.JsonAsync();
        var raw = await server.Client().GetAsync($"{Api}/documents/{document.GetProperty("id")}/raw");
        var parsed = await server.Client().JsonAsync($"{Api}/documents/{document.GetProperty("id")}/parsed");

        Assert.Equal(HttpStatusCode.Accepted, imported.StatusCode);
        Assert.Equal(("AAPL.csv", "AAPL", "Archived"), (Text(document, "fileName"), Text(document, "symbol"), Text(document, "state")));
        Assert.Equal(bytes, await raw.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", raw.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("sandbox; default-src 'none'", raw.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", raw.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.NotNull(Text(parsed, "reason"));
    }

    [Fact]
    public async Task Basis_of_an_imported_file_is_told_in_a_field()
    {
        await using var server = await StockDataServer.StartAsync();
        using var admin = server.Client(Roles.Admin);
        var bytes = "Date,Close\n2024-01-02,1\n"u8.ToArray();

        var told = Form(bytes, "AAPL.csv");
        told.Add(new StringContent("split"), "basis");
        var unknown = Form(bytes, "AAPL.csv");
        unknown.Add(new StringContent("dividends"), "basis");
        var imported = await (await admin.PostAsync($"{Api}/import", told)).JsonAsync();
        var refused = await admin.PostAsync($"{Api}/import", unknown);

        Assert.Equal(("AAPL.split.csv", "AAPL"), (Text(imported, "fileName"), Text(imported, "symbol")));
        Assert.Equal((HttpStatusCode.BadRequest, "basis"), (refused.StatusCode, await refused.CodeAsync()));
    }

    [Fact]
    public async Task File_over_32_MB_or_missing_is_refused()
    {
        await using var server = await StockDataServer.StartAsync();
        using var admin = server.Client(Roles.Admin);

        var large = await admin.PostAsync($"{Api}/import", Form(new byte[(32 << 20) + 1], "AAPL.csv"));
        var none = await admin.PostAsync($"{Api}/import", new MultipartFormDataContent { { new StringContent("x"), "other" } });

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "tooLarge"), (large.StatusCode, await large.CodeAsync()));
        Assert.Equal((HttpStatusCode.BadRequest, "noFile"), (none.StatusCode, await none.CodeAsync()));
    }

    [Theory]
    [InlineData("multipart/form-data", "no boundary at all", "not a readable form")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\ncut", "incomplete")]
    public async Task Unreadable_form_is_refused_with_a_sentence(string type, string body, string expected)
    {
        await using var server = await StockDataServer.StartAsync();
        using var content = new StringContent(body);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var refused = await server.Client(Roles.Admin).PostAsync($"{Api}/import", content);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(expected, Text(await refused.JsonAsync(), "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nearly_full_disk_refuses_imports_and_says_so()
    {
        await using var server = await StockDataServer.StartAsync();
        using var admin = server.Client(Roles.Admin);
        server.Services.GetRequiredService<IOptions<StorageOptions>>().Value.MinFreeMegabytes = 10_000_000;

        var refused = await admin.PostAsync($"{Api}/import", Form("Date,Close\n"u8.ToArray(), "AAPL.csv"));

        var problem = await refused.JsonAsync();
        Assert.Equal((HttpStatusCode.InsufficientStorage, "storagePaused"), (refused.StatusCode, Text(problem, "code")));
        Assert.Contains("nearly full", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Impossible_pull_states_the_reason_and_remedy()
    {
        await using var server = await StockDataServer.StartAsync();
        var paused = SeedData.Tracked("MSFT");
        paused.Status = StockStatus.Paused;
        await server.AddAsync(SeedData.Tracked("AAPL"), paused);
        await server.AddAsync([.. Enum.GetValues<SourceName>().Select(s =>
            new SourceHealthRow { Source = s, StoppedAt = DateTime.UnixEpoch, StoppedParserVersion = 99 })]);
        using var admin = server.Client(Roles.Admin);

        var stopped = await admin.PostAsync($"{Api}/AAPL/refresh", null);
        var rests = await admin.PostAsync($"{Api}/MSFT/refresh", null);

        Assert.Equal((HttpStatusCode.Conflict, "stockPaused"), (rests.StatusCode, await rests.CodeAsync()));
        Assert.Equal(HttpStatusCode.Conflict, stopped.StatusCode);
        var problem = await stopped.JsonAsync();
        Assert.Equal("sourcesStopped", Text(problem, "code"));
        Assert.Contains("resume one under /admin/sources", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_are_filtered_and_paged_and_unknown_ones_not_found()
    {
        await using var server = await StockDataServer.StartAsync();
        var (stock, paused) = (SeedData.Tracked("AAPL"), SeedData.Tracked("MSFT"));
        paused.Status = StockStatus.Paused;
        await server.AddAsync(stock, paused);
        await server.AddAsync([.. Enumerable.Range(1, 3).Select(i =>
            SeedData.NewDocument(i, "AAPL", stock.Id, DocumentState.Quarantined))]);
        await server.AddAsync(
            SeedData.NewDocument(4, "MSFT", paused.Id, DocumentState.Dead), SeedData.NewDocument(5, "GONE", 99, DocumentState.Dead));
        using var admin = server.Client(Roles.Admin);

        var first = await admin.JsonAsync($"{Api}/documents?symbol=aapl&state=quarantined&limit=2");
        var second = await admin.JsonAsync(Text(first, "next")!);

        Assert.Equal(
            (2, 1, 3),
            (first.GetProperty("items").GetArrayLength(),
                second.GetProperty("items").GetArrayLength(),
                second.GetProperty("total").GetInt32()));
        Assert.Null(Text(second, "next"));
        Assert.Equal("invalidState", await (await admin.GetAsync($"{Api}/documents?state=3")).CodeAsync());
        Assert.Equal("unknownDocument", await (await admin.GetAsync($"{Api}/documents/9")).CodeAsync());
        Assert.Equal("notArchived", await (await admin.GetAsync($"{Api}/documents/1/raw")).CodeAsync());
        Assert.Equal("Planned", Text(await (await admin.PostAsync($"{Api}/documents/1/retry", null)).JsonAsync(), "state"));
        Assert.Equal("notDeadLetter", await (await admin.PostAsync($"{Api}/documents/1/retry", null)).CodeAsync());
        Assert.Equal("stockPaused", await (await admin.PostAsync($"{Api}/documents/4/retry", null)).CodeAsync());
        Assert.Equal("notTracked", await (await admin.PostAsync($"{Api}/documents/5/retry", null)).CodeAsync());
        Assert.Equal("unknownDocument", await (await admin.PostAsync($"{Api}/documents/9/retry", null)).CodeAsync());
        Assert.Equal("notArchived", await (await admin.GetAsync($"{Api}/documents/1/parsed")).CodeAsync());
    }

    [Fact]
    public async Task Bytes_that_the_retention_policy_removed_are_gone_and_the_answer_says_why()
    {
        await using var server = await StockDataServer.StartAsync();
        var document = SeedData.NewDocument(1, "AAPL", null, DocumentState.Loaded);
        (document.Sha256, document.Bytes) = (new string('a', 64), 9);
        (document.BytesRemovedAt, document.KeptDays) = (new DateTime(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc), 400);
        await server.AddAsync(document);
        using var admin = server.Client(Roles.Admin);

        foreach (var part in (string[])["raw", "parsed"])
        {
            using var answer = await admin.GetAsync($"{Api}/documents/1/{part}");
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            Assert.Equal("bytesRemoved", await answer.CodeAsync());
            Assert.Contains("kept for 400 days", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Contains(
            "on 2026-11-30", Text(await admin.JsonAsync($"{Api}/documents/1"), "bytesRemoved"), StringComparison.Ordinal);
    }
}
