using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Ingestion.Planning;

/// <summary>Which of many due stocks are planned.</summary>
public class PlannerTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Blocked_stocks_do_not_keep_others_from_being_planned(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: "YahooPage,YahooChart");
        var now = rig.Get<TimeProvider>().Now();
        await using (var db = rig.Database.Open())
        {
            db.HostGates.Add(new HostGateRow
            {
                Host = rig.Source.Root.Authority,
                PausedUntil = now.AddHours(1),
                Why = nameof(Reason.Forbidden),
                NextSlot = now.AddHours(1),
            });
            // Their order has only the paused source, and all are due at the same instant.
            List<Stock> blocked = [.. Enumerable.Range(0, Planner.Batch + 100).Select(i => new Stock
            {
                Symbol = $"B{i}",
                Status = StockStatus.Waiting,
                NextDue = now.AddHours(-2),
                SourceOrder = "YahooPage",
            })];
            db.Stocks.AddRange(blocked);
            db.Stocks.Add(new Stock { Symbol = "FREE", Status = StockStatus.Pending, NextDue = now.AddHours(-1) });
            await db.SaveChangesAsync();
            foreach (var stock in blocked)
            {
                var key = PlanKeys.Of(PlanKeys.Round(stock.Symbol, stock.NextDue!.Value), SourceName.YahooPage);
                var pull = NewDocument.Pull(stock, SourceName.YahooPage, key, null, now.AddHours(-2));
                (pull.State, pull.Outcome, pull.NextAttempt) = (DocumentState.Waiting, Outcome.HostPaused, now.AddHours(1));
                db.Documents.Add(pull);
            }
            await db.SaveChangesAsync();
        }

        Assert.Equal(1, await rig.Get<Planner>().PlanDueAsync(CancellationToken.None));
        Assert.Equal(("FREE", SourceName.YahooChart), ((await rig.DocumentsAsync())[^1].Symbol, (await rig.DocumentsAsync())[^1].Source));
        Assert.Equal(0, await rig.Get<Planner>().PlanDueAsync(CancellationToken.None));
    }
}
