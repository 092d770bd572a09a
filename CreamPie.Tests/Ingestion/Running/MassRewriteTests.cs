using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.Running;

/// <summary>A history rewritten without a recorded action is quarantined until an admin accepts it; the old bars stay served.</summary>
public class MassRewriteTests
{
    [Theory]
    [OnSqlite(1.3, true), OnSqlite(1.3, false), OnSqlite(100, true)]
    [OnPostgres(1.3, true), OnPostgres(100, false)]
    public async Task Scaled_page_is_quarantined_and_old_values_stay_served(DatabaseProvider provider, double factor, bool partial)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: "YahooPage,YahooChart");
        var now = rig.Get<TimeProvider>().Now();
        var bars = Sessions(now, 40);
        rig.Serve("AAA", Page("AAA", bars, now));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        var (before, version) = (await rig.BarsAsync("AAA"), (await rig.StockAsync("AAA"))!.Version);
        rig.Serve("AAA", Page("AAA", Scaled(partial ? bars[30..] : bars, factor), now.AddSeconds(1)));

        var refresh = await rig.RefreshAsync("AAA", whole: !partial);
        await rig.RunAsync();

        var document = await rig.DocumentAsync(refresh.Id);
        Assert.Equal((DocumentState.Quarantined, Reason.MassRewrite), (document.State, document.Reason!.Value));
        Assert.Contains(
            FormattableString.Invariant($"{(partial ? "10 of 10" : "40 of 40")} finished bars would be rewritten, ")
            + FormattableString.Invariant($"from {bars[partial ? 30 : 0].Date:yyyy-MM-dd} to {bars[^1].Date:yyyy-MM-dd}, ")
            + FormattableString.Invariant($"by a factor of {factor}"),
            document.Error, StringComparison.Ordinal);
        Assert.Equivalent(before, await rig.BarsAsync("AAA"), strict: true);
        var stock = await rig.StockAsync("AAA");
        Assert.Equal((StockStatus.Failing, version), (stock!.Status, stock.Version));
        await using var db = rig.Database.Open();
        Assert.Equal((0, 1), (await db.BarRevisions.CountAsync(), await db.LoadLedger.CountAsync()));
        // No fallback: another source's prices would have another scale than the stored ones.
        Assert.Equal(0, rig.Chart.Connections);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Few_corrected_bars_load_after_a_full_pull(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var now = rig.Get<TimeProvider>().Now();
        var bars = Sessions(now, 200);
        rig.Serve("AAA", Page("AAA", bars, now));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        List<DailyBar> corrected = [.. bars[..193], .. Scaled(bars[193..197], 1.01), .. bars[197..]];
        var pages = new Queue<byte[]>([Page("AAA", corrected[190..], now.AddSeconds(1)), Page("AAA", corrected, now.AddSeconds(2))]);
        rig.Source.On("/quote/AAA/history/", (stream, cancel) =>
            stream.WriteAsync(RawHttpServer.Answer(200, pages.Dequeue(), "Content-Type: text/html"), cancel).AsTask());

        var partial = await rig.RefreshAsync("AAA");
        await rig.RunAsync();

        Assert.Empty(pages);
        Assert.Equal(corrected.Select(b => b.Close), (await rig.BarsAsync("AAA")).Select(b => b.Close));
        Assert.Equal(DocumentState.Loaded, (await rig.DocumentAsync(partial.Id)).State);
        var stock = (await rig.StockAsync("AAA"))!;
        Assert.Equal((StockStatus.Current, false), (stock.Status, stock.NeedsFullPull));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Accepted_rewrite_loads_with_a_finding_naming_the_admin(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var first = await rig.DropAsync("AAA_2025-01-31.csv", Csv(1));
        var second = await rig.DropAsync("AAA_2025-02-03.csv", Csv(2));
        Assert.Equal((DocumentState.Loaded, Reason.MassRewrite), (first.State, second.Reason!.Value));
        var retries = rig.Get<DeadLetterRetries>();
        await Assert.ThrowsAsync<AccessDeniedException>(() => retries.AcceptAsync(SeedData.Analyst, second.Id, CancellationToken.None));
        Assert.False(await retries.AcceptAsync(SeedData.Admin, first.Id, CancellationToken.None));
        await retries.RetryAsync(Caller.System, second.Id, CancellationToken.None);
        await rig.RunAsync();
        Assert.Equal(DocumentState.Quarantined, (await rig.DocumentAsync(second.Id)).State);

        Assert.True(await retries.AcceptAsync(SeedData.Admin, second.Id, CancellationToken.None));
        await rig.RunAsync();

        var accepted = await rig.DocumentAsync(second.Id);
        Assert.Equal((DocumentState.Loaded, "adam"), (accepted.State, accepted.AcceptedBy));
        Assert.Equal([20.0, 22, 24, 26], (await rig.BarsAsync("AAA")).Select(b => b.Close));
        await using var db = rig.Database.Open();
        var finding = await db.Findings.SingleAsync(f => f.Kind == FindingKind.MassRewriteAccepted);
        Assert.Contains("adam", finding.Done, StringComparison.Ordinal);
        Assert.Contains("4 of 4", finding.Seen, StringComparison.Ordinal);
        Assert.Equal(4, await db.BarRevisions.CountAsync());
    }

    private static List<DailyBar> Scaled(List<DailyBar> bars, double factor) => [.. bars.Select(b => b with
    {
        Open = b.Open * factor, High = b.High * factor, Low = b.Low * factor, Close = b.Close * factor, AdjClose = b.AdjClose * factor,
    })];

    private static byte[] Csv(double factor) => System.Text.Encoding.UTF8.GetBytes(
        "Date,Open,High,Low,Close,Adj Close,Volume\n" + string.Concat(Enumerable.Range(0, 4).Select(i =>
        {
            var price = (10 + i) * factor;
            return FormattableString.Invariant($"2025-01-{13 + i},{price},{price},{price},{price},{price},100\n");
        })));
}
