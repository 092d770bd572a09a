using System.Text;
namespace CreamPie.Tests.Api.Contract;

/// <summary>The served document is the contract: what it says about an answer is so, for every operation, good and bad.</summary>
public sealed class ContractTests
{
    [Fact]
    public async Task Every_answer_of_every_operation_is_as_documented()
    {
        await using var server = await StockDataServer.StartAsync();
        await server.AddForeignSiteAsync();
        var run = await ContractRun.StartAsync(server);

        foreach (var operation in run.Contract.Operations)
            await RefusalsAsync(run, operation);
        await ContractCases.ReadAsync(run);
        await ContractCases.WriteAsync(run);
        await ContractCases.ListingsAsync(run);
        await AccountCases.AdministerAsync(run);
        await KeyCases.OwnAsync(run);
        await AccountCases.OwnAsync(run);

        Assert.All(run.Contract.Operations, operation =>
        {
            Assert.True(run.Saw(operation.Id, status => status[0] == '2'), $"{operation.Id} has no case in which it succeeds.");
            Assert.True(run.Saw(operation.Id, status => status[0] == '4'), $"{operation.Id} has no case in which it refuses.");
        });
        var untested = run.Contract.Operations.SelectMany(o => o.Json.GetProperty("responses").EnumerateObject()
            .Select(r => r.Name).Where(status => status is not ("429" or "500" or "503" or "507") && !run.Saw(o.Id, s => s == status))
            .Select(status => $"{o.Id} {status}")).Except(["SignIn 403", "ResetSecondFactor 409"]);
        Assert.Empty(untested);
    }

    [Fact]
    public async Task Operations_have_an_id_a_short_title_and_a_sentence()
    {
        await using var server = await StockDataServer.StartAsync();
        var contract = (await ContractRun.StartAsync(server)).Contract;

        Assert.NotEmpty(contract.Operations);
        Assert.Distinct(contract.Operations.Select(o => o.Id));
        Assert.All(contract.Operations, operation =>
        {
            Assert.InRange(operation.Json.GetProperty("summary").GetString()!.Length, 1, 30);
            Assert.EndsWith(".", operation.Json.GetProperty("description").GetString(), StringComparison.Ordinal);
        });
    }

    /// <summary>What any operation refuses, by its own description.</summary>
    private static async Task RefusalsAsync(ContractRun run, Operation operation)
    {
        var path = operation.Path
            .Replace("{symbol}", "NONE", StringComparison.Ordinal).Replace("{date}", "2024-01-02", StringComparison.Ordinal)
            .Replace("documents/{id}", "documents/999999", StringComparison.Ordinal)
            .Replace("findings/{id}", "findings/999999", StringComparison.Ordinal)
            .Replace("{id}", Unknown, StringComparison.Ordinal).Replace("{session}", Unknown, StringComparison.Ordinal)
            .Replace("{invitation}", Unknown, StringComparison.Ordinal);
        var (method, responses) = (operation.Method, operation.Json.GetProperty("responses"));
        await run.CallAsync(400, method, path + "?nonsense=1", Body(operation, "{}"));
        if (!operation.IsOpen)
            await run.CallAsync(401, method, path, role: null);
        if (!operation.IsOpen)
            await run.CallAsync(403, method, path, role: StockDataServer.ForeignSite);
        if (responses.TryGetProperty("406", out _))
            await run.CallAsync(406, method, path, Body(operation, "{}"), accept: "image/png");
        if (operation.BodyType is not { } type)
            return;
        await run.CallAsync(413, method, path, Body(operation, new string(' ', type[0] == 'm' ? (32 << 20) + 1 : 65 << 10)));
        await run.CallAsync(415, method, path, new StringContent("x", Encoding.UTF8, "text/plain"));
    }

    private const string Unknown = "00000000-0000-4000-8000-000000000000";

    private static HttpContent? Body(Operation operation, string text) => operation.BodyType switch
    {
        null => null,
        "application/json" => new StringContent(text, Encoding.UTF8, "application/json"),
        _ => Json.Form(Encoding.UTF8.GetBytes(text), "AAPL.csv"),
    };
}
