using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CreamPie.Tests.Querying.HeavyReading;

/// <summary>Whose places the API, feeds and agents take.</summary>
public sealed class HeavyPlaceTests : IAsyncLifetime
{
    private const string Sentence = "You have 1 large read running, the limit for one person. Try again in 5 seconds.";
    private const string Origin = "/api/stock-data/TEST/bars/2024-01-01/provenance";

    private TestApplication _app = null!;
    private HttpClient _owner = null!;
    private HttpClient _anonymous = null!;
    private string _ownerId = "";
    private (string Id, string Link) _feed;

    private HeavyReads Reads => _app.Services.GetRequiredService<HeavyReads>();

    private Caller Owner => Person(_ownerId);

    private Caller Feed => Person("feed " + Guid.Parse(_feed.Id).ToString("N"));

    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["HeavyReads:PerPerson"] = "1", ["HeavyReads:WaitSeconds"] = "0" });
        await using (var db = await _app.OpenAsync())
        {
            var document = SeedData.NewDocument(1, "TEST");
            document.Sha256 = new string('0', 63) + "1";
            db.Add(document);
            await db.SaveChangesAsync();
        }
        await _app.Services.LoadAsync(Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 100), Captures.Bar(1, 101)]));
        _ownerId = (await _app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst)).Id;
        _owner = await _app.AnalystAsync();
        _anonymous = _app.Anonymous();
        var (id, link) = await _owner.AddFeedAsync();
        _feed = ($"{id}", link);
    }

    public async Task DisposeAsync()
    {
        _owner.Dispose();
        _anonymous.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("/TEST.csv")]
    [InlineData("/v8/finance/chart/TEST?range=max")]
    [InlineData("/udf/history?symbol=TEST&from=0&to=1800000000&resolution=1D")]
    public async Task Feed_takes_places_of_its_own_and_none_of_its_owner(string path)
    {
        // First, since a kept answer needs no place.
        using (await Reads.AnswerAsync(Feed, CancellationToken.None))
        {
            var refusal = await AnswersAsync(HttpStatusCode.TooManyRequests, _anonymous, _feed.Link + path);
            Assert.Contains(Sentence, refusal, StringComparison.Ordinal);
        }
        using (await Reads.AnswerAsync(Owner, CancellationToken.None))
            await AnswersAsync(HttpStatusCode.OK, _anonymous, _feed.Link + path);
    }

    [Fact]
    public async Task Provenance_beyond_the_limit_is_refused_with_a_sentence()
    {
        var (document, feed) = (SeedData.NewDocument(1, "TEST"), $"{_feed.Link}/openbb/provenance?symbol=TEST");
        using (await Reads.ReadAsync(Owner, document, CancellationToken.None))
        {
            Assert.Contains(Sentence, await AnswersAsync(HttpStatusCode.TooManyRequests, _owner, Origin), StringComparison.Ordinal);
            await AnswersAsync(HttpStatusCode.OK, _anonymous, feed);
            Assert.Equal((true, Sentence), await CallAsync("get_provenance", ("date", "2024-01-01")));
        }
        using (await Reads.ReadAsync(Feed, document, CancellationToken.None))
        {
            await AnswersAsync(HttpStatusCode.OK, _owner, Origin);
            await AnswersAsync(HttpStatusCode.TooManyRequests, _anonymous, feed);
        }
    }

    [Fact]
    public async Task Tool_that_reads_a_series_takes_a_place_and_gives_it_back()
    {
        (string Tool, (string, object)[] Arguments)[] heavy =
        [
            ("get_bars", []), ("get_indicators", [("indicators", "sma(2)")]), ("get_last_price", [("asOf", "2024-01-01")]),
        ];
        using (await Reads.AnswerAsync(Owner, CancellationToken.None))
        {
            foreach (var (tool, arguments) in heavy)
                Assert.Equal((true, Sentence), await CallAsync(tool, arguments));
            Assert.False((await CallAsync("get_stock")).IsError);
        }
        foreach (var (tool, arguments) in heavy)
            Assert.False((await CallAsync(tool, arguments)).IsError);
    }

    [Fact]
    public async Task Feeds_of_one_person_share_the_places_of_four()
    {
        var held = new List<IDisposable>();
        for (var i = 0; i < 4; i++)
            held.Add(await Reads.AnswerAsync(new OpenFeed(Guid.NewGuid(), "Sheet", Owner, null), CancellationToken.None));

        var refusal = await AnswersAsync(HttpStatusCode.TooManyRequests, _anonymous, _feed.Link + "/TEST.csv");
        Assert.Contains("The feeds of one person have 4 large reads running, their limit.", refusal, StringComparison.Ordinal);
        using (await Reads.AnswerAsync(Owner, CancellationToken.None))
        {
            // The person's own place is another.
        }
        using (await Reads.AnswerAsync(new OpenFeed(Guid.NewGuid(), "Sheet", Person("other"), null), CancellationToken.None))
            held.ForEach(place => place.Dispose());

        await AnswersAsync(HttpStatusCode.OK, _anonymous, _feed.Link + "/TEST.csv");
    }

    [Fact]
    public async Task Answers_to_everybody_have_a_limit_together()
    {
        var held = new List<IDisposable>();
        for (var i = 0; i < new HeavyReadOptions().Answers; i++)
            held.Add(await Reads.AnswerAsync(Person($"person {i}"), CancellationToken.None));

        var refusal = await AnswersAsync(HttpStatusCode.ServiceUnavailable, _anonymous, _feed.Link + "/TEST.csv");
        Assert.Contains("This server has 64 large answers running, its limit.", refusal, StringComparison.Ordinal);
        held.ForEach(place => place.Dispose());

        await AnswersAsync(HttpStatusCode.OK, _anonymous, _feed.Link + "/TEST.csv");
    }

    private static async Task<string> AnswersAsync(HttpStatusCode status, HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.Equal((path, status), (path, answer.StatusCode));
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<(bool IsError, string Text)> CallAsync(string tool, params (string Name, object Value)[] arguments)
    {
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(
            new() { Endpoint = new(_owner.BaseAddress!, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }, _owner));
        var all = arguments.Append(("symbol", "TEST")).ToDictionary(a => a.Item1, a => (object?)a.Item2);
        var result = await client.CallToolAsync(tool, all);
        return (result.IsError ?? false, string.Concat(result.Content.OfType<TextContentBlock>().Select(t => t.Text)));
    }

    private static Caller Person(string id) => new(id, id, new HashSet<string> { Roles.Analyst });
}
