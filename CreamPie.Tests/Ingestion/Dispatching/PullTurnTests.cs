using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Dispatching;

/// <summary>In which order the pulls of several people are made.</summary>
public sealed class PullTurnTests
{
    private static readonly Caller Greedy = new("greedy", "greedy@example.org", new HashSet<string> { Roles.Admin });
    private static readonly Caller Honest = new("honest", "honest@example.org", new HashSet<string> { Roles.Analyst });
    private static readonly Caller Third = new("third", "third@example.org", new HashSet<string> { Roles.Analyst });

    [Theory, OnSqlite, OnPostgres]
    public async Task One_symbol_of_another_person_is_pulled_among_the_first(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await TrackAsync(rig, Greedy, 60);
        await SweepAsync(rig);
        await TrackAsync(rig, Honest, 1);

        Assert.Equal(["honest0"], await NextAsync(rig, 4, of: "honest"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Three_people_take_turns_whatever_they_have_queued(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await TrackAsync(rig, Greedy, 30);
        await SweepAsync(rig);
        await TrackAsync(rig, Third, 5);
        await TrackAsync(rig, Honest, 3);

        var order = await OrderAsync(rig);

        Assert.Equal(["greedy", "honest", "third"], order.Take(3).Select(PersonOf).Order());
        Assert.Equal(["greedy", "honest", "third"], order.Skip(3).Take(3).Select(PersonOf).Order());
        Assert.Equal(["greedy", "honest", "third"], order.Skip(6).Take(3).Select(PersonOf).Order());
        Assert.Equal(["third0", "third1", "third2", "third3", "third4"], order.Where(s => PersonOf(s) == "third"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Later_arrival_does_not_pass_those_who_have_waited(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await TrackAsync(rig, Greedy, 20);
        await SweepAsync(rig);
        // Ten turns are over.
        await using (var db = rig.Database.Open())
            await db.Documents.Where(d => d.Turn < 10).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Loaded));
        await TrackAsync(rig, Third, 20);

        var order = await OrderAsync(rig);

        Assert.Equal(10, order.Take(20).Count(s => PersonOf(s) == "greedy"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Later_turns_do_not_try_while_the_host_is_between_two_requests(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await TrackAsync(rig, Greedy, 5);
        await SweepAsync(rig);
        await using var db = rig.Database.Open();
        var slot = rig.Get<TimeProvider>().Now().AddSeconds(8);
        // The first is served, the second waits for the host.
        await db.Documents.Where(d => d.Turn == 0).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Loaded));
        await db.Documents.Where(d => d.Turn == 1).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DocumentState.Waiting).SetProperty(d => d.NextAttempt, slot));
        await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.DispatchedAt, (DateTime?)null));

        await SweepAsync(rig);

        Assert.False(await db.Documents.AnyAsync(d => d.DispatchedAt != null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Newcomer_joins_the_turn_whose_pull_waits_for_its_host(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await TrackAsync(rig, Greedy, 3);
        await SweepAsync(rig);
        await using var db = rig.Database.Open();
        var slot = rig.Get<TimeProvider>().Now().AddSeconds(8);
        await db.Documents.Where(d => d.Turn == 0).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DocumentState.Waiting).SetProperty(d => d.NextAttempt, slot));

        await TrackAsync(rig, Honest, 1);
        await SweepAsync(rig);

        Assert.Equal(0, (await db.Documents.AsNoTracking().SingleAsync(d => d.Requester == Honest.Id)).Turn);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pull_that_waited_for_its_host_precedes_later_arrivals(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        foreach (var person in new[] { Greedy, Third, Honest })
        {
            await TrackAsync(rig, person, 1);
            await SweepAsync(rig);
        }
        await using var db = rig.Database.Open();
        // The host is ready now; the others, tracked later, were due before.
        var slot = rig.Get<TimeProvider>().Now();
        await db.Documents.Where(d => d.Requester == Greedy.Id).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DocumentState.Waiting).SetProperty(d => d.NextAttempt, slot));
        await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.DispatchedAt, (DateTime?)null));

        await SweepAsync(rig);

        Assert.Equal(
            ["greedy", "third"], await db.Documents.Where(d => d.DispatchedAt != null).Select(d => d.Requester).Order().ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Daily_pulls_are_one_of_the_requesters(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var now = rig.Get<TimeProvider>().Now();
        await using (var db = rig.Database.Open())
        {
            db.Stocks.AddRange(Enumerable.Range(0, 30).Select(i => new Stock
            {
                Symbol = $"HOUSE{i}",
                Status = StockStatus.Current,
                LastSession = new DateOnly(2026, 11, 20),
                NextDue = now.AddHours(-1),
            }));
            await db.SaveChangesAsync();
        }
        await SweepAsync(rig);
        await TrackAsync(rig, Honest, 3);

        var order = await OrderAsync(rig);

        Assert.Equal(3, order.Take(6).Count(s => PersonOf(s) == "honest"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Symbol_that_two_people_wait_for_takes_the_better_turn(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await TrackAsync(rig, Greedy, 40);
        await SweepAsync(rig);
        await rig.Get<Tracker>().TrackAsync(Honest, Symbol.Parse("GREEDY39"), CancellationToken.None);
        await TrackAsync(rig, Third, 10);
        await SweepAsync(rig);
        // Somebody with a queue of their own must not put off what another waits for.
        await rig.Get<Tracker>().TrackAsync(Third, Symbol.Parse("GREEDY1"), CancellationToken.None);

        var order = await OrderAsync(rig);

        Assert.InRange(order.IndexOf("greedy39"), 0, 2);
        Assert.InRange(order.IndexOf("greedy1"), 0, 5);
    }

    private static async Task TrackAsync(IngestionRig rig, Caller caller, int count)
    {
        for (var i = 0; i < count; i++)
            await rig.Get<Tracker>().TrackAsync(caller, Symbol.Parse($"{caller.Id.ToUpperInvariant()}{i}"), CancellationToken.None);
    }

    private static Task SweepAsync(IngestionRig rig) => rig.Get<Sweeper>().SweepAsync(CancellationToken.None);

    private static async Task<List<string>> NextAsync(IngestionRig rig, int count, string of) =>
        [.. (await OrderAsync(rig)).Take(count).Where(s => PersonOf(s) == of)];

    /// <summary>All queued pulls in the order of their dispatch.</summary>
    private static async Task<List<string>> OrderAsync(IngestionRig rig)
    {
        await SweepAsync(rig);
        await using var db = rig.Database.Open();
        await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.DispatchedAt, (DateTime?)null));
        var order = new List<string>();
        while (true)
        {
            await SweepAsync(rig);
            var next = await db.Documents.AsNoTracking()
                .Where(d => d.DispatchedAt != null && d.State == DocumentState.Planned)
                .OrderBy(d => d.Turn).ThenBy(d => d.NextAttempt).ThenBy(d => d.Id)
                .Select(d => d.Symbol!)
                .ToListAsync();
            if (next.Count == 0)
                return order;
            order.AddRange(next.Select(s => s.ToLowerInvariant()));
            await db.Documents.Where(d => d.DispatchedAt != null)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Superseded));
        }
    }

    private static string PersonOf(string symbol) => symbol.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
}
