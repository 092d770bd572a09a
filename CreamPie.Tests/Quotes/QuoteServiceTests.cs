using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Quotes;

/// <summary>The last price: requested through the host gate, cached for all callers, never stored as a bar.</summary>
public sealed class QuoteServiceTests
{
    private static readonly Symbol Aaa = Symbol.Parse("AAA");

    /// <summary>Friday, an hour before New York closes.</summary>
    private static readonly DateTimeOffset Friday = new(2026, 11, 20, 20, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task Quote_has_price_instant_source_and_delay_and_stores_nothing(DatabaseProvider provider)
    {
        await using var rig = await QuoteRig.StartAsync(provider, null);
        var at = (long)(rig.Get<TimeProvider>().GetUtcNow() - TimeSpan.FromSeconds(40) - DateTimeOffset.UnixEpoch).TotalSeconds;
        QuoteRig.Serve(rig, 214.79, at, previous: 212.5, currency: "GBp");

        var last = await LastAsync(rig);

        Assert.Equal(
            (214.79, 212.5, 2.29, "GBp", SourceName.YahooChart, (string?)null),
            (last!.Price, last.PreviousClose, last.Change, last.Currency, last.Source!.Value, last.Reason));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(at), last.At);
        Assert.InRange(last.DelaySeconds!.Value, 40, 60);
        Assert.Empty(await rig.BarsAsync("AAA"));
        Assert.Contains("range=1d&interval=1d", rig.Chart.Requests[^1], StringComparison.Ordinal);
    }

    [Theory]
    [OnSqlite(0.0000131, 0.0000123, 8e-7), OnPostgres(0.0000131, 0.0000123, 8e-7)]
    [OnSqlite(1.31e-8, 1.23e-8, 8e-10), OnPostgres(1.31e-8, 1.23e-8, 8e-10)]
    public async Task Change_of_a_tiny_quote_keeps_its_digits(DatabaseProvider provider, double price, double previous, double change)
    {
        await using var rig = await QuoteRig.StartAsync(provider, new FakeTimeProvider(Friday));
        QuoteRig.Serve(rig, price, Seconds(Friday), previous);

        var last = await LastAsync(rig);

        Assert.Equal((price, previous, change), (last!.Price, last.PreviousClose, last.Change));
    }

    [Theory, OnSqlite]
    public async Task Quote_is_cached_for_15_seconds_then_requested_once(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(Friday);
        await using var rig = await QuoteRig.StartAsync(provider, time);
        QuoteRig.Serve(rig, 10, Seconds(Friday));
        await LastAsync(rig);
        QuoteRig.Serve(rig, 11, Seconds(Friday));

        time.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal(10, (await LastAsync(rig))!.Price);
        Assert.Equal(1, QuoteRig.RequestCount(rig));
        time.Advance(TimeSpan.FromSeconds(1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => LastAsync(rig)));

        Assert.All(answers, a => Assert.Equal(11, a!.Price));
        Assert.Equal(2, QuoteRig.RequestCount(rig));
    }

    /// <summary>A closed market is queried every two minutes and reported as closed.</summary>
    [Theory, OnSqlite]
    public async Task Closed_market_quote_is_cached_longer_and_names_its_day(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(Friday.AddDays(1));
        await using var rig = await QuoteRig.StartAsync(provider, time);
        QuoteRig.Serve(rig, 10, Seconds(Friday.AddHours(1)));

        var last = await LastAsync(rig);
        time.Advance(TimeSpan.FromSeconds(60));
        await LastAsync(rig);
        Assert.Equal(1, QuoteRig.RequestCount(rig));
        time.Advance(TimeSpan.FromSeconds(60));
        await LastAsync(rig);

        Assert.Equal(
            (PriceState.Closed, new DateOnly(2026, 11, 20), 23 * 3_600),
            (last!.State!.Value, last.Day!.Value, last.DelaySeconds!.Value));
        Assert.Equal(2, QuoteRig.RequestCount(rig));
    }

    [Theory, OnSqlite]
    public async Task Quote_of_an_open_session_is_open_while_recent(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(Friday);
        await using var rig = await QuoteRig.StartAsync(provider, time);
        QuoteRig.Serve(rig, 10, Seconds(Friday.AddMinutes(-29)));
        Assert.Equal(PriceState.Open, (await LastAsync(rig))!.State);

        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(PriceState.Old, (await LastAsync(rig))!.State);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(PriceState.Closed, (await LastAsync(rig))!.State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Busy_or_paused_host_gives_the_last_known_price(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(Friday);
        await using var rig = await QuoteRig.StartAsync(provider, provider == DatabaseProvider.Sqlite ? time : null);
        var gate = rig.Get<HostGate>();
        var host = rig.Chart.Root.Authority;
        QuoteRig.Serve(rig, 10, Seconds(Friday));

        var token = ((GateResult.Acquired)await gate.AcquireAsync(host, "a pull", CancellationToken.None)).Token;
        var pending = await LastAsync(rig);
        Assert.Equal((null, "Pending"), (pending!.Price, pending.Reason));
        Assert.Contains("in flight", pending.Message, StringComparison.Ordinal);
        await gate.PauseAsync(host, token, TimeSpan.FromHours(2), Reason.RateLimited, CancellationToken.None);
        await SavePriceAsync(rig, 9, rig.Get<TimeProvider>().GetUtcNow().UtcDateTime.AddMinutes(-10));

        var known = await LastAsync(rig);

        Assert.Equal((9, "Waiting"), (known!.Price!.Value, known.Reason));
        Assert.NotNull(known.Message);
        Assert.Equal(0, QuoteRig.RequestCount(rig));
    }

    [Theory, OnSqlite]
    public async Task Source_error_becomes_the_reason_and_is_cached(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(Friday);
        await using var rig = await QuoteRig.StartAsync(provider, time);
        rig.Chart.On(QuoteRig.Path, RawHttpServer.Answer(
            200, "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\",\"description\":\"No data found\"}}}"u8.ToArray()));

        var last = await LastAsync(rig);
        time.Advance(TimeSpan.FromSeconds(10));
        await LastAsync(rig);

        Assert.Equal((null, "SymbolUnknown"), (last!.Price, last.Reason));
        Assert.Equal(1, QuoteRig.RequestCount(rig));
    }

    [Theory]
    [OnSqlite(404, ""), OnSqlite(400, ""), OnSqlite(200, "{}")]
    public async Task Refusal_is_cached_for_fifteen_minutes(DatabaseProvider provider, int status, string body)
    {
        var time = new FakeTimeProvider(Friday);
        await using var rig = await QuoteRig.StartAsync(provider, time);
        rig.Chart.On(QuoteRig.Path, RawHttpServer.Answer(status, Encoding.UTF8.GetBytes(body), "Content-Type: application/json"));
        var reason = (await LastAsync(rig))!.Reason;

        time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(reason, (await LastAsync(rig))!.Reason);
        Assert.Equal(1, QuoteRig.RequestCount(rig));
        time.Advance(TimeSpan.FromMinutes(1));
        QuoteRig.Serve(rig, 10, Seconds(Friday));
        Assert.Equal(10, (await LastAsync(rig))!.Price);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stopped_or_unordered_source_is_not_queried(DatabaseProvider provider)
    {
        await using var rig = await QuoteRig.StartAsync(provider, null);
        QuoteRig.Serve(rig, 10, Seconds(rig.Get<TimeProvider>().GetUtcNow()));
        await rig.Get<SourceControl>().SetOrderAsync(Caller.System, Aaa, "YahooPage", CancellationToken.None);
        Assert.Contains("None of the current sources", (await LastAsync(rig))!.Message, StringComparison.Ordinal);
        await rig.Get<SourceControl>().SetOrderAsync(Caller.System, Aaa, null, CancellationToken.None);
        await using (var db = rig.Database.Open())
        {
            db.SourceHealth.Add(new SourceHealthRow { Source = SourceName.YahooChart, StoppedAt = rig.Get<TimeProvider>().Now() });
            await db.SaveChangesAsync();
        }
        Assert.Contains("None of the current sources", (await LastAsync(rig))!.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Chart.Requests);

        await rig.Get<SourceControl>().ResumeAsync(Caller.System, SourceName.YahooChart, CancellationToken.None);
        Assert.Equal(10, (await LastAsync(rig))!.Price);
    }

    [Theory, OnSqlite]
    public async Task Rate_limit_pauses_the_host_for_pulls_too(DatabaseProvider provider)
    {
        await using var rig = await QuoteRig.StartAsync(provider, new FakeTimeProvider(Friday));
        rig.Chart.On(QuoteRig.Path, RawHttpServer.Answer(429, [], "Retry-After: 600"));

        Assert.Equal("RateLimited", (await LastAsync(rig))!.Reason);
        Assert.IsType<GateResult.Busy>(await rig.Get<HostGate>().AcquireAsync(rig.Chart.Root.Authority, "a pull", CancellationToken.None));
    }

    [Theory, OnSqlite]
    public async Task Disallowed_path_is_not_requested(DatabaseProvider provider)
    {
        await using var rig = await QuoteRig.StartAsync(provider, new FakeTimeProvider(Friday));
        rig.Chart.On("/robots.txt", RawHttpServer.Answer(200, "User-agent: *\nDisallow: /v8/\n"u8.ToArray(), "Content-Type: text/plain"));
        QuoteRig.Serve(rig, 10, Seconds(Friday));

        Assert.Equal("Robots", (await LastAsync(rig))!.Reason);
        Assert.Equal(0, QuoteRig.RequestCount(rig));
    }

    [Theory, OnSqlite]
    public async Task Paused_stock_is_not_queried_and_an_unknown_is_null(DatabaseProvider provider)
    {
        await using var rig = await QuoteRig.StartAsync(provider, null);
        Assert.Null(await rig.Get<QuoteQuery>().LastAsync(Caller.System, Symbol.Parse("NONE"), CancellationToken.None));
        await rig.Get<Tracker>().PauseAsync(Caller.System, Aaa, CancellationToken.None);

        var last = await LastAsync(rig);

        Assert.Null(last!.Price);
        Assert.Contains("not pulled", last.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Chart.Requests);
    }

    private static Task<LastPrice?> LastAsync(IngestionRig rig) =>
        rig.Get<QuoteQuery>().LastAsync(Caller.System, Aaa, CancellationToken.None);

    private static async Task SavePriceAsync(IngestionRig rig, double price, DateTime at)
    {
        await using var db = rig.Database.Open();
        var stock = await db.Stocks.SingleAsync(s => s.Symbol == "AAA");
        at = Instant.WholeMilliseconds(at);
        db.LastQuotes.Add(new LastQuote { StockId = stock.Id, Source = SourceName.YahooChart, Price = price, At = at, RequestedAt = at });
        await db.SaveChangesAsync();
    }

    private static long Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds();
}
