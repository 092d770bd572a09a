using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Attacks;

/// <summary>
/// Hostile requests to pages and API, feeds and the server of agents, from everybody who can call, against the whole program. The same
/// seed makes the same requests.
/// </summary>
internal sealed partial class HostileRun
{
    /// <summary>So that the requests meet the program, and not its limits.</summary>
    private static readonly Dictionary<string, string> Unlimited = new()
    {
        ["Rates:SignInsPerMinute"] = "1000000",
        ["Rates:PagesPerMinute"] = "1000000",
        ["Rates:ApiCallsPerMinute"] = "1000000",
        ["Rates:FeedCallsPerMinute"] = "1000000",
    };

    private const int Round = 250;

    private readonly SortedDictionary<string, SortedDictionary<int, int>> _answers = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];

    /// <summary>Requests that were answered by 500 and more, or not at all, or by what is no stranger's; a line each.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Statuses, and how many answers had them, by what was attacked.</summary>
    public IReadOnlyDictionary<string, SortedDictionary<int, int>> Answers => _answers;

    public static async Task<HostileRun> RunAsync(DatabaseProvider provider, int count, int seed)
    {
        var log = new WholeLog();
        await using var app = await TestApplication.StartAsync(provider, Unlimited, log: log, realSockets: true);
        await app.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [.. Enumerable.Range(0, 40).Select(day => Captures.Bar(day, 100 + day))]),
            Captures.Of(2, new(2024, 3, 1), [Captures.Bar(0, 7)], symbol: "OTHER"));
        var run = new HostileRun();
        var random = new Random(seed);
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        var (requests, feeds) = (
            new HostileRequests(endpoints, await HostileContract.ParametersAsync(app), random), new HostileFeeds(endpoints, random));
        var calls = new HostileCalls(await HostileContract.ToolsAsync(app), random);
        var leaks = new Leaks(app.Folder);
        while (count > 0)
        {
            // Some requests sign their client out, or change its password: each round has new ones.
            using var callers = await HostileCallers.NewAsync(app);
            log.Clear();
            for (var i = 0; i < Round && count > 0; i++, count--)
            {
                var (person, form) = random.Pick(callers.People);
                var (kind, client, request) = random.Next(10) switch
                {
                    < 4 => ("pages and API", person, requests.Next(form, callers.Ids)),
                    4 => ("API by key", random.Pick(callers.Programs), requests.Next([], callers.Ids)),
                    < 8 => ("feeds", random.Next(4) == 0 ? person : callers.Stranger, feeds.Next(callers.Links)),
                    _ => ("agents", random.Pick(callers.Programs), calls.Next()),
                };
                using (request)
                    feeds.Learn(await run.SendAsync(kind, client, request, text => SecretIn(text, callers) ?? leaks.In(text)));
            }
            run._failures.AddRange(log.Where(line => SecretIn(line, callers) is not null).Select(line => "In the log: " + line));
        }
        return run;
    }

    public string Report() => string.Join("; ", _answers.Select(kind => string.Create(
        CultureInfo.InvariantCulture,
        $"{kind.Value.Values.Sum()} to {kind.Key}: {string.Join(", ", kind.Value.Select(a => $"{a.Value} x {a.Key}"))}")))
        + string.Create(CultureInfo.InvariantCulture, $"; {_failures.Count} failed");

    private static string? SecretIn(string text, HostileCallers callers) =>
        callers.Secrets.FirstOrDefault(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase));

    /// <returns>A tag that the answer had.</returns>
    private async Task<string?> SendAsync(string kind, HttpClient client, HttpRequestMessage request, Func<string, string?> leakIn)
    {
        var line = $"{request.Method} {request.RequestUri} {request.Content?.Headers.ContentType}";
        var body = request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync());
        var (status, tag) = (0, (string?)null);
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            using var answer = await client.SendAsync(request, patience.Token);
            (status, tag) = ((int)answer.StatusCode, answer.Headers.ETag?.ToString());
            var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(patience.Token));
            if (leakIn($"{answer.Headers}{answer.Content.Headers}{text}") is { } leak)
                _failures.Add($"Leaks {leak}: {status} {line} {body} -> {Shortened(text)}");
            // Faults of a tool are answers of its protocol.
            if (kind == "agents" && IsFault(text))
                _failures.Add($"Fault: {line} {body} -> {Shortened(text)}");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            line = $"{fault.Message} {line}";
        }
        if (!_answers.TryGetValue(kind, out var statuses))
            _answers[kind] = statuses = [];
        statuses[status] = statuses.GetValueOrDefault(status) + 1;
        if (status is 0 or >= 500)
            _failures.Add($"{status} {line} {body}");
        return tag;
    }

    /// <summary>
    /// Without a colon and a reason behind the name of the tool, it is a fault that nobody has foreseen. The library's own -32603 is none:
    /// it answers parameters so that it cannot read.
    /// </summary>
    private static bool IsFault(string text) => Unforeseen().IsMatch(text);

    [GeneratedRegex(@"An error occurred invoking \\u0027\w+\\u0027\.")]
    private static partial Regex Unforeseen();

    private static string Shortened(string text) => text.Length > 600 ? text[..600] : text;
}
