using System.Net;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using CreamPie.Web.Simulator;
using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.FaultInjection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Simulator;

/// <summary>Each fault of the simulator, pulled over HTTP by the whole ingestion, has its documented outcome.</summary>
public sealed class FaultTests(SimulatedServer server) : IClassFixture<SimulatedServer>
{
    private const int Minute = 60, Hour = 3_600, Day = 86_400;
    private const string Whsk = "WHSK";

    /// <summary>Name, outcome, reason, and the seconds until the next attempt, to which a retry adds up to a fifth.</summary>
    public static TheoryData<string, Outcome, Reason, int?> Ends => new()
    {
        { "rate-limit-seconds", Outcome.HostPaused, Reason.RateLimited, 120 },
        { "rate-limit-date", Outcome.HostPaused, Reason.RateLimited, 5 * Minute },
        { "rate-limit-silent", Outcome.HostPaused, Reason.RateLimited, Minute },
        { "rate-limit-huge", Outcome.HostPaused, Reason.RateLimited, Day },
        { "rate-limit-negative", Outcome.HostPaused, Reason.RateLimited, 30 },
        { "rate-limit-page", Outcome.HostPaused, Reason.RateLimited, Hour },
        { "unauthorized", Outcome.HostPaused, Reason.Forbidden, Hour },
        { "forbidden", Outcome.HostPaused, Reason.Forbidden, Hour },
        { "denied", Outcome.HostPaused, Reason.Forbidden, Hour },
        { "not-found", Outcome.Dead, Reason.SymbolUnknown, null },
        { "gone", Outcome.Dead, Reason.SymbolUnknown, null },
        { "server-error", Outcome.Retry, Reason.ServerError, Minute },
        { "unavailable", Outcome.Retry, Reason.ServerError, Minute },
        { "unavailable-retry-after", Outcome.HostPaused, Reason.ServerError, 600 },
        { "right-back", Outcome.Retry, Reason.ServerError, Minute },
        { "right-back-not-found", Outcome.Retry, Reason.ServerError, Minute },
        { "consent", Outcome.HostPaused, Reason.Consent, Hour },
        { "challenge", Outcome.HostPaused, Reason.Challenge, Hour },
        { "redirect-consent", Outcome.HostPaused, Reason.Consent, Hour },
        { "redirect-elsewhere", Outcome.Quarantined, Reason.Redirect, null },
        { "redirect-loop", Outcome.Quarantined, Reason.Redirect, null },
        { "robots-disallow", Outcome.HostPaused, Reason.Robots, Day },
        { "empty", Outcome.Quarantined, Reason.ContentType, null },
        { "json", Outcome.Quarantined, Reason.ContentType, null },
        { "pdf", Outcome.Quarantined, Reason.ContentType, null },
        { "image", Outcome.Quarantined, Reason.ContentType, null },
        { "cut", Outcome.Retry, Reason.Truncated, Minute },
        { "cut-gzip", Outcome.Retry, Reason.Truncated, Minute },
        { "gzip-twice", Outcome.Quarantined, Reason.ContentType, null },
        { "gzip-bomb", Outcome.Dead, Reason.TooLarge, null },
        { "drip", Outcome.Retry, Reason.Network, Minute },
        { "too-large", Outcome.Dead, Reason.TooLarge, null },
        { "many-tags", Outcome.Dead, Reason.ParseBudget, null },
        { "utf-16", Outcome.Quarantined, Reason.ContentType, null },
        { "wrong-symbol", Outcome.Quarantined, Reason.SymbolMismatch, null },
        { "empty-table", Outcome.Quarantined, Reason.EmptyUnexpected, null },
        { "foreign-numbers", Outcome.Quarantined, Reason.Layout, null },
        { "renamed-header", Outcome.Quarantined, Reason.Layout, null },
        { "extra-column", Outcome.Quarantined, Reason.Layout, null },
        { "dropped-table", Outcome.Quarantined, Reason.Layout, null },
        { "new-grid", Outcome.Quarantined, Reason.Layout, null },
    };

    /// <summary>Faults that take another form in a chart, or mean something else where a chart is expected.</summary>
    public static TheoryData<string, Outcome, Reason, int?> EndsOfCharts => new()
    {
        { "rate-limit-page", Outcome.HostPaused, Reason.RateLimited, Hour },
        { "right-back", Outcome.Retry, Reason.ServerError, Minute },
        { "consent", Outcome.HostPaused, Reason.Consent, Hour },
        { "challenge", Outcome.HostPaused, Reason.Challenge, Hour },
        { "empty", Outcome.Quarantined, Reason.ContentType, null },
        { "json", Outcome.Quarantined, Reason.Layout, null },
        { "cut", Outcome.Retry, Reason.Truncated, Minute },
        { "cut-gzip", Outcome.Retry, Reason.Truncated, Minute },
        { "gzip-twice", Outcome.Quarantined, Reason.ContentType, null },
        { "too-large", Outcome.Dead, Reason.TooLarge, null },
        // A page where a chart is expected, so it is not parsed.
        { "many-tags", Outcome.Quarantined, Reason.ContentType, null },
        { "utf-16", Outcome.Quarantined, Reason.ContentType, null },
        { "wrong-symbol", Outcome.Quarantined, Reason.SymbolMismatch, null },
        { "empty-table", Outcome.Quarantined, Reason.EmptyUnexpected, null },
        // Only the types are wrong: texts instead of numbers.
        { "foreign-numbers", Outcome.Quarantined, Reason.Layout, null },
        { "renamed-header", Outcome.Quarantined, Reason.Layout, null },
    };

    /// <summary>Faults that are still loaded: fault, source, the finding that reports it, and the number of missing days.</summary>
    public static TheoryData<string, SourceName, FindingKind?, int> Loaded => new()
    {
        { "latin-1", SourceName.YahooPage, FindingKind.DocumentDoubt, 0 },
        { "latin-1", SourceName.YahooChart, FindingKind.DocumentDoubt, 0 },
        { "null-rows", SourceName.YahooPage, FindingKind.RejectedRow, WithoutValues },
        { "null-rows", SourceName.YahooChart, FindingKind.RejectedRow, WithoutValues },
        // The conflicting row replaces its neighbour's day, which is missing too.
        { "conflicting-days", SourceName.YahooPage, FindingKind.ConflictingRows, 2 },
        { "conflicting-days", SourceName.YahooChart, FindingKind.ConflictingRows, 2 },
        // Undetectable on a first load, with no history to compare.
        { "scaled-history", SourceName.YahooPage, null, 0 },
        { "swapped-columns", SourceName.YahooPage, null, 0 },
        { "swapped-columns", SourceName.YahooChart, null, 0 },
        { "extra-column", SourceName.YahooChart, null, 0 },
    };

    private static int WithoutValues => Enumerable.Range(0, Rows - 1).Count(i => i % SpoiledRows.EachOf == SpoiledRows.EachOf / 2);

    private static int Rows => SimulatorMarket.ListingOf(Whsk, SimulatorMarket.FridayEvening).Days.Count;

    [Fact]
    public async Task Every_fault_is_listed_with_its_outcome()
    {
        Assert.Equal(
            Faults.All.Select(f => f.Name).Order(),
            Ends.Select(e => (string)e[0]).Union(Loaded.Select(e => (string)e[0])).Order());
        var page = await server.Anonymous.GetStringAsync("/simulator/faults");
        Assert.All(Faults.All, f => Assert.Contains($">{f.Name}</a>", page, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Ends))]
    public Task Page_fault_ends_with_its_outcome(string name, Outcome outcome, Reason reason, int? seconds) =>
        EndAsync(SourceName.YahooPage, name, outcome, reason, seconds);

    [Theory, MemberData(nameof(EndsOfCharts))]
    public Task Chart_fault_ends_with_its_outcome(string name, Outcome outcome, Reason reason, int? seconds) =>
        EndAsync(SourceName.YahooChart, name, outcome, reason, seconds);

    [Theory, MemberData(nameof(Loaded))]
    public async Task Readable_rows_are_loaded_and_unreadable_ones_become_findings(
        string name, SourceName source, FindingKind? kind, int missing)
    {
        await using var rig = await StartAsync(source, name);
        await rig.TrackAsync(Whsk);
        await rig.RunAsync();

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal((DocumentState.Loaded, Outcome.Loaded, null), (document.State, document.Outcome, document.Error));
        var bars = await rig.BarsAsync(Whsk);
        Assert.Equal(Rows - missing, bars.Count);
        await using var db = rig.Database.Open();
        Assert.True(kind is null || await db.Findings.AnyAsync(f => f.Kind == kind), $"There is no finding {kind}.");
        // Columns are found by their headers, and of two conflicting rows neither is loaded.
        var truth = AdjustedHistory.Of(SimulatorMarket.ListingOf(Whsk, SimulatorMarket.FridayEvening).Days)
            .ToDictionary(r => r.Day, r => r.Close);
        var factor = name == "scaled-history" ? 100 : 1;
        Assert.All(bars, b => Assert.Equal(truth[b.Date] * factor, b.Close, 0.006 * factor));
    }

    /// <summary>The stored history is served until an admin decides.</summary>
    [Theory, InlineData(SourceName.YahooPage, "/quote/WHSK/history"), InlineData(SourceName.YahooChart, "/v8/finance/chart/WHSK")]
    public async Task Scaled_history_after_the_true_one_is_a_mass_rewrite(SourceName source, string path)
    {
        await using var rig = await IngestionRig.StartAsync(
            DatabaseProvider.Sqlite, services => services.AddSingleton(server.Time), source.ToString());
        Assert.Equal(DocumentState.Loaded, (await PullAsync("/simulator", server.Time.GetUtcNow())).State);
        var bars = await rig.BarsAsync(Whsk);

        var scaled = await PullAsync("/simulator/faults/scaled-history", server.Time.GetUtcNow().AddMinutes(1));

        Assert.Equal((DocumentState.Quarantined, Reason.MassRewrite), (scaled.State, scaled.Reason!.Value));
        Assert.Contains("by a factor of 100", scaled.Error, StringComparison.Ordinal);
        Assert.Equal(bars.Select(b => b.Close), (await rig.BarsAsync(Whsk)).Select(b => b.Close));

        async Task<Document> PullAsync(string market, DateTimeOffset date)
        {
            var answer = await server.Anonymous.GetAsync(market + path);
            var raw = RawHttpServer.Answer(
                200, await answer.Content.ReadAsByteArrayAsync(),
                $"Content-Type: {answer.Content.Headers.ContentType}", $"Date: {date:R}");
            if (source == SourceName.YahooPage)
                rig.Source.On(path + "/", raw);
            else
                rig.Chart.On(path, raw);
            return await rig.PullAsync(source, Whsk);
        }
    }

    [Fact]
    public async Task Market_without_a_fault_loads()
    {
        await using var rig = await StartAsync(SourceName.YahooPage, null);
        await rig.TrackAsync(Whsk);
        await rig.RunAsync();

        Assert.Equal(DocumentState.Loaded, Assert.Single(await rig.DocumentsAsync()).State);
    }

    [Theory]
    [InlineData("/simulator/faults/no-such-fault/quote/WHSK/history")]
    [InlineData("/simulator/faults/empty/quote/a..b/history")]
    public async Task Unknown_fault_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await server.Anonymous.GetAsync(path)).StatusCode);

    [Theory]
    [InlineData("self:/simulator", true)]
    [InlineData("self:/simulator/faults/forbidden/", true)]
    [InlineData("self:/simulator/faults/none", false)]
    [InlineData("self:/simulator/faults", false)]
    [InlineData("self:/other", false)]
    public void Source_address_may_name_a_fault(string address, bool known) => Assert.Equal(known, SimulatorServices.IsAddress(address));

    private async Task EndAsync(SourceName source, string name, Outcome outcome, Reason reason, int? seconds)
    {
        await using var rig = await StartAsync(source, name);
        await rig.TrackAsync(Whsk);
        await rig.RunAsync();

        var document = Assert.Single(await rig.DocumentsAsync());
        await using var db = rig.Database.Open();
        var attempt = await db.Attempts.SingleAsync();
        Assert.Equal((source, outcome, reason), (document.Source, document.Outcome!.Value, document.Reason!.Value));
        Assert.Equal(outcome is Outcome.HostPaused && reason is not Reason.ServerError ? 0 : 1, document.Attempts);
        Assert.Equal(
            outcome switch
            {
                Outcome.Dead => DocumentState.Dead,
                Outcome.Quarantined => DocumentState.Quarantined,
                _ => DocumentState.Waiting,
            },
            document.State);
        if (seconds is { } wait)
            Assert.InRange(document.NextAttempt, attempt.Started.AddSeconds(wait - 2), attempt.Ended!.Value.AddSeconds(1.2 * wait + 2));
        Assert.Empty(await rig.BarsAsync(Whsk));
    }

    /// <param name="fault">Null for the market's own site.</param>
    private Task<IngestionRig> StartAsync(SourceName source, string? fault) => IngestionRig.StartAsync(
        DatabaseProvider.Sqlite,
        services => services.AddSingleton(server.Time),
        source.ToString(),
        _ => new()
        {
            [$"Sources:{source}:BaseUrl"] =
                new Uri(server.Anonymous.BaseAddress!, fault is null ? "/simulator" : $"/simulator/faults/{fault}").ToString(),
            ["Retrieval:RateWindowSeconds"] = fault == "drip" ? "3" : "10",
            // A busy machine must not exceed the budget.
            ["Ingestion:ParseBudget"] = "00:01:00",
        });
}
