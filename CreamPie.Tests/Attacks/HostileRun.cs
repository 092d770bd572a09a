using System.Globalization;
using System.Text;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Attacks;

/// <summary>Hostile requests from a stranger, an analyst and an admin, by cookie and by token, against the whole program.</summary>
internal sealed class HostileRun
{
    /// <summary>So that the requests meet the program, and not its limits.</summary>
    private static readonly Dictionary<string, string> Unlimited = new()
    {
        ["Rates:SignInsPerMinute"] = "1000000",
        ["Rates:PagesPerMinute"] = "1000000",
        ["Rates:ApiCallsPerMinute"] = "1000000",
    };

    private readonly SortedDictionary<int, int> _answers = [];
    private readonly List<string> _failures = [];

    /// <summary>Requests that were answered by 500 and more, or not at all; a line each.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Statuses, and how many answers had them.</summary>
    public IReadOnlyDictionary<int, int> Answers => _answers;

    public static async Task<HostileRun> RunAsync(DatabaseProvider provider, int count, int seed)
    {
        await using var app = await TestApplication.StartAsync(provider, Unlimited, realSockets: true);
        var run = new HostileRun();
        var requests = new HostileRequests(app.Services.GetRequiredService<EndpointDataSource>().Endpoints, seed);
        var random = new Random(seed);
        while (count > 0)
        {
            // Some requests sign their client out, or change its password: each round has new ones.
            var clients = await ClientsAsync(app);
            for (var i = 0; i < 250 && count > 0; i++, count--)
            {
                var (client, form) = clients[random.Next(clients.Count)];
                using var request = requests.Next(form);
                await run.SendAsync(client, request);
            }
            clients.ForEach(c => c.Client.Dispose());
        }
        return run;
    }

    public string Report() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_answers.Values.Sum()} requests: {string.Join(", ", _answers.Select(a => $"{a.Value} x {a.Key}"))}; {_failures.Count} failed");

    private async Task SendAsync(HttpClient client, HttpRequestMessage request)
    {
        var line = $"{request.Method} {request.RequestUri} {request.Content?.Headers.ContentType}";
        var body = request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync());
        var status = 0;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            using var answer = await client.SendAsync(request, patience.Token);
            status = (int)answer.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            line = $"{fault.Message} {line}";
        }
        _answers[status] = _answers.GetValueOrDefault(status) + 1;
        if (status is 0 or >= 500)
            _failures.Add($"{status} {line} {body}");
    }

    private static async Task<List<(HttpClient Client, IReadOnlyList<(string Name, string Value)> Form)>> ClientsAsync(TestApplication app)
    {
        List<HttpClient> clients = [app.Anonymous()];
        foreach (var role in new[] { Roles.Analyst, Roles.Admin })
        {
            var email = $"{Guid.NewGuid():N}@example.org";
            await app.AddUserAsync(email, role);
            clients.Add(await app.SignInAsync(email));
            var browser = app.Anonymous();
            using var signedIn = await browser.SignInByPageAsync(email);
            clients.Add(browser);
        }
        var all = new List<(HttpClient, IReadOnlyList<(string, string)>)>();
        foreach (var client in clients)
            all.Add((client, await client.OpenFormAsync("/account/sign-in")));
        return all;
    }
}
