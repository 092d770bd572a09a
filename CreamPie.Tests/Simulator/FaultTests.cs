using System.Net;
using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using CreamPie.Web.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Simulator;

/// <summary>Each fault of the simulator, asked for by the whole of ingestion over HTTP, ends as it must.</summary>
public sealed class FaultTests(SimulatedServer server) : IClassFixture<SimulatedServer>
{
    private const int Minute = 60, Hour = 3_600, Day = 86_400;

    /// <summary>Name, outcome, reason, and the seconds until the next attempt; a retry's are up to a fifth more.</summary>
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
        { "wrong-symbol", Outcome.Quarantined, Reason.SymbolMismatch, null },
        { "empty-table", Outcome.Quarantined, Reason.EmptyUnexpected, null },
        { "renamed-header", Outcome.Quarantined, Reason.Layout, null },
        { "dropped-table", Outcome.Quarantined, Reason.Layout, null },
        { "new-grid", Outcome.Quarantined, Reason.Layout, null },
    };

    [Fact]
    public async Task Every_fault_is_listed_and_its_end_is_known()
    {
        Assert.Equal(Faults.All.Select(f => f.Name).Order(), Ends.Select(e => (string)e[0]).Order());
        var page = await server.Anonymous.GetStringAsync("/simulator/faults");
        Assert.All(Faults.All, f => Assert.Contains($">{f.Name}</a>", page, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Ends))]
    public async Task A_fault_ends_as_it_must(string name, Outcome outcome, Reason reason, int? seconds)
    {
        await using var rig = await StartAsync($"/simulator/faults/{name}");
        await rig.TrackAsync("WHSK");
        await rig.RunAsync();

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal((outcome, reason), (document.Outcome!.Value, document.Reason!.Value));
        Assert.Equal(outcome is Outcome.HostPaused && reason is not Reason.ServerError ? 0 : 1, document.Attempts);
        Assert.Equal(
            outcome switch { Outcome.Dead => DocumentState.Dead, Outcome.Quarantined => DocumentState.Quarantined, _ => DocumentState.Waiting },
            document.State);
        if (seconds is { } wait)
            Assert.InRange((document.NextAttempt - document.PlannedAt).TotalSeconds, wait - 2, 1.2 * wait + 15);
        Assert.Empty(await rig.BarsAsync("WHSK"));
    }

    [Fact]
    public async Task Beside_the_faults_the_market_is_well()
    {
        await using var rig = await StartAsync("/simulator");
        await rig.TrackAsync("WHSK");
        await rig.RunAsync();

        Assert.Equal(DocumentState.Loaded, Assert.Single(await rig.DocumentsAsync()).State);
    }

    [Theory]
    [InlineData("/simulator/faults/no-such-fault/quote/WHSK/history")]
    [InlineData("/simulator/faults/empty/quote/a..b/history")]
    public async Task What_is_no_fault_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await server.Anonymous.GetAsync(path)).StatusCode);

    [Theory]
    [InlineData("self:/simulator", true)]
    [InlineData("self:/simulator/faults/forbidden/", true)]
    [InlineData("self:/simulator/faults/none", false)]
    [InlineData("self:/simulator/faults", false)]
    [InlineData("self:/other", false)]
    public void A_source_can_be_given_a_fault_by_its_name(string address, bool known) => Assert.Equal(known, Simulation.IsAddress(address));

    private Task<IngestionRig> StartAsync(string path) => IngestionRig.StartAsync(
        DatabaseProvider.Sqlite,
        services => services.AddSingleton(server.Time),
        settings: _ => new()
        {
            ["Sources:YahooPage:BaseUrl"] = new Uri(server.Anonymous.BaseAddress!, path).ToString(),
            ["Retrieval:RateWindowSeconds"] = path.EndsWith("/drip", StringComparison.Ordinal) ? "3" : "10",
        });
}
