using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Tests.Api.Contract;

/// <summary>Calls a server and holds every answer against its document.</summary>
internal sealed class ContractRun(StockDataServer server, ServedContract contract, HashSet<(string Id, string Status)> seen)
{
    public StockDataServer Server => server;

    public ServedContract Contract => contract;

    public static async Task<ContractRun> StartAsync(StockDataServer server) =>
        new(server, new(await server.Client(null).JsonAsync("/openapi/v1.json")), []);

    /// <summary>The same with another server.</summary>
    public ContractRun With(StockDataServer other) => new(other, contract, seen);

    /// <summary>True if the operation has answered so.</summary>
    public bool Saw(string id, Func<string, bool> status) => seen.Any(s => s.Id == id && status(s.Status));

    /// <param name="expected">The status.</param>
    /// <param name="method">GET, ...</param>
    /// <param name="path">With its query.</param>
    /// <param name="body">Sent as JSON, unless it is content itself.</param>
    /// <param name="role">Of the caller; null for nobody.</param>
    /// <param name="accept">The Accept header.</param>
    /// <param name="tag">The If-None-Match header.</param>
    public async Task<JsonElement> CallAsync(
        int expected, string method, string path, object? body = null, string? role = Roles.Admin, string? accept = null,
        EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(server.Client(role).BaseAddress!, path));
        request.Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) };
        // A body that is refused unread: it is not even sent, and its connection not used again.
        if (expected == 413)
            (request.Headers.ExpectContinue, request.Headers.ConnectionClose) = (true, true);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (tag is not null)
            request.Headers.IfNoneMatch.Add(tag);
        var operation = contract.Of(request);
        using var answer = await server.Client(role).SendAsync(request);
        Assert.True(
            (int)answer.StatusCode == expected,
            $"{method} {path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        await contract.CheckAsync(operation, answer);
        seen.Add((operation.Id, expected.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var type = answer.Content.Headers.ContentType?.MediaType;
        return type?.EndsWith("json", StringComparison.Ordinal) == true ? await answer.JsonAsync() : default;
    }
}
