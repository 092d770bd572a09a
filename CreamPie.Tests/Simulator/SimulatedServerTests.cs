using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Api;
using CreamPie.Tests.Support;
using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.FaultInjection;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Simulator;

public sealed class SimulatedServerTests(SimulatedServer server) : IClassFixture<SimulatedServer>
{
    [Fact]
    public async Task Demo_stocks_are_tracked_and_loaded_at_first_start()
    {
        Assert.Equal(
            Catalogue.Listed.Select(c => c.Symbol).Order(StringComparer.Ordinal), server.TrackedAtStart.Order(StringComparer.Ordinal));

        var bars = await server.LoadedAsync("WHSK");
        var whole = SimulatorMarket.ListingOf("WHSK", SimulatorMarket.FridayEvening).Days;
        Assert.Equal(whole.Count, bars.Count);
        Assert.Equal(whole[^1].Close, bars[^1].GetProperty("close").GetDouble());
    }

    [Theory]
    [InlineData(FaultySymbols.Unknown, Reason.SymbolUnknown)]
    [InlineData(FaultySymbols.Walled, Reason.NotHistory)]
    [InlineData(FaultySymbols.Cropped, Reason.Truncated)]
    [InlineData(FaultySymbols.Busy, Reason.ServerError)]
    public async Task Faulty_symbols_do_not_keep_others_from_loading(string symbol, Reason reason)
    {
        await server.TrackAsync(symbol);
        var seen = await Eventually.SeeAsync(async () =>
        {
            await using var db = await server.ContextAsync();
            return await db.Stocks.AsNoTracking().SingleOrDefaultAsync(s => s.Symbol == symbol && s.LastReason != null);
        });
        Assert.Equal(reason, seen.LastReason);

        await server.TrackAsync("AFTER" + symbol);
        Assert.NotEmpty(await server.LoadedAsync("AFTER" + symbol));
    }

    [Theory, InlineData("WAITED", null), InlineData(FaultySymbols.Unknown, "symbolUnknown")]
    public async Task Tracking_is_awaited_until_bars_or_a_reason(string symbol, string? reason)
    {
        using var tracked = await server.Admin.PostAsJsonAsync("/api/stock-data/track", new { symbol });

        var progress = await server.Admin.JsonAsync($"/api/stock-data/track/{symbol}?wait=60");

        Assert.Equal(reason, progress.GetProperty("reason").GetString(), ignoreCase: true);
        Assert.Equal(reason is null, progress.GetProperty("bars").GetInt32() > 0);
    }

    [Theory, InlineData("WHSK?wait=61", "invalidWait"), InlineData("WHSK?wait=-1", "invalidWait"), InlineData("NONE", "unknownSymbol")]
    public async Task Progress_of_nothing_is_refused(string path, string code) =>
        Assert.Equal(code, await (await server.Admin.GetAsync($"/api/stock-data/track/{path}")).CodeAsync());

    [Theory, InlineData("/simulator/quote/WHSK/history/"), InlineData("/simulator/quote/whsk/history?period1=0")]
    public async Task Page_is_public_and_compressed_on_request(string path)
    {
        using var plain = await server.Anonymous.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "gzip, br" } } };
        using var packed = await server.Anonymous.SendAsync(request);

        Assert.Equal("text/html", plain.Content.Headers.ContentType!.MediaType);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal("gzip", packed.Content.Headers.ContentEncoding.Single());
        var bytes = await packed.Content.ReadAsByteArrayAsync();
        await using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await gzip.CopyToAsync(unpacked);
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(), unpacked.ToArray());
        Assert.True(bytes.Length < unpacked.Length / 3);
    }

    [Theory, InlineData("/simulator/quote/NOPE/history/"), InlineData("/simulator/quote/a..b/history/")]
    public async Task Unlisted_symbol_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await server.Anonymous.GetAsync(path)).StatusCode);
}
