using CreamPie.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Simulator;

public sealed class NextDayTests(SimulatedServer server) : IClassFixture<SimulatedServer>
{
    [Fact]
    public async Task Next_session_adds_one_bar_and_rewrites_none()
    {
        var before = await server.LoadedAsync("WHSK");
        var known = await KnownSinceAsync();

        await server.AdvanceAsync(TimeSpan.FromDays(3)); // Monday evening
        var after = await server.LoadedAsync("WHSK");

        Assert.Equal(before.Count + 1, after.Count);
        Assert.Equal(before.Select(b => b.GetRawText()), after.SkipLast(1).Select(b => b.GetRawText()));
        Assert.Equal("2026-11-23", Json.Text(after[^1], "date"));
        Assert.Equal(known, (await KnownSinceAsync()).SkipLast(1));
    }

    private async Task<List<(DateOnly, DateTime)>> KnownSinceAsync()
    {
        await using var db = await server.ContextAsync();
        var stock = await db.Stocks.SingleAsync(s => s.Symbol == "WHSK");
        var bars = await db.DailyBars.AsNoTracking().Where(b => b.StockId == stock.Id).OrderBy(b => b.Date).ToListAsync();
        return [.. bars.Select(b => (b.Date, b.KnownSince))];
    }
}
