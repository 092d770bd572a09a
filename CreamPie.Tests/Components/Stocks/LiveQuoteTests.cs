using Bunit;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Stocks.Detail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Stocks;

/// <summary>The last price on a stock's page is never labelled fresher than it is.</summary>
public sealed class LiveQuoteTests
{
    /// <summary>Friday, an hour before New York closes.</summary>
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 20, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "Live", "214.79 GBp +2.29 (+1.08%) traded just now, 5 s delay · Yahoo Finance (chart API)")]
    [InlineData(120, "Closed", "214.79 GBp +2.29 (+1.08%) last price on 20 Nov 2026 · Yahoo Finance (chart API)")]
    public async Task Quote_states_whether_it_is_live_and_its_source(int minutesLater, string now, string expected)
    {
        var time = new FakeTimeProvider(Friday);
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite, configure: services => services.AddSingleton<TimeProvider>(time));
        var stock = new CreamPie.Core.Storage.Tables.Stock
        {
            Symbol = "VOD",
            Status = CreamPie.Core.Storage.Tables.StockStatus.Imported,
            Exchange = "NYQ",
            TimeZone = "America/New_York",
        };
        await using (var db = database.Open())
        {
            db.Stocks.Add(stock);
            await db.SaveChangesAsync();
            db.LastQuotes.Add(new LastQuote
            {
                StockId = stock.Id,
                Source = SourceName.YahooChart,
                Price = 214.79,
                PreviousClose = 212.5,
                Currency = "GBp",
                At = Friday.UtcDateTime.AddSeconds(-5),
                RequestedAt = Friday.UtcDateTime,
            });
            await db.SaveChangesAsync();
        }
        time.Advance(TimeSpan.FromMinutes(minutesLater));
        await using var page = await SignedIn.AsAsync(database);

        var quote = page.Render<LiveQuote>(p => p.Add(q => q.Symbol, Symbol.Parse("VOD")).Add(q => q.Digits, 2));

        quote.WaitForAssertion(() => Assert.Equal(now, quote.Find(".now").TextContent));
        var words = string.Join(' ', quote.Find(".quote").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"{now} {expected}", words, StringComparison.Ordinal);
    }
}
