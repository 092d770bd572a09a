using System.Collections.Concurrent;
using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Api.Contract;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Loading.Listings;
using CreamPie.Tests.Querying;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Clients;

/// <summary>
/// What a generated client calls: a server on which every operation of the document can succeed, and which notes those that did.
/// TEST has 60 days, a split and a dividend; NEW none yet. S and T have findings to decide, document 101 is to be retried.
/// </summary>
internal sealed class ClientScenario : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _succeeded;

    private ClientScenario(StockDataServer server, ConcurrentDictionary<string, int> succeeded) =>
        (Server, _succeeded) = (server, succeeded);

    public StockDataServer Server { get; }

    public HttpClient Admin => Server.Client(Roles.Admin);

    public string Address => Admin.BaseAddress!.ToString().TrimEnd('/');

    public static async Task<ClientScenario> StartAsync()
    {
        var succeeded = new ConcurrentDictionary<string, int>();
        var server = await StockDataServer.StartAsync(services => services.AddSingleton<IStartupFilter>(new Notes(succeeded)));
        await server.AddAsync(SeedData.NewDocument(1, "TEST"));
        await server.Services.LoadAsync(
            Captures.Of(
                1, new(2024, 3, 1), [.. Enumerable.Range(0, 60).Select(d => Captures.Bar(d, 100 + d))],
                [CorporateAction.Split(new(2024, 1, 4), 10, 1), CorporateAction.Cash(new(2024, 1, 5), ActionKind.Dividend, 0.25)]),
            Companies.OfSprint(2), Companies.OfSentinelOne(3),
            Companies.Of(4, Companies.SprintEnds.AddDays(-39), 40, 6, "Tea Inc.", new(1984, 11, 23), "T") with { IsPartial = true },
            Companies.Of(5, Companies.SentinelOneBegins, 20, 20, "Talk Inc.", Companies.SentinelOneBegins, "T"));
        var stock = SeedData.Tracked("RTRY");
        await server.AddAsync(SeedData.Tracked("NEW"), stock);
        await server.AddAsync(SeedData.NewDocument(101, "RTRY", stock.Id, DocumentState.Quarantined));
        await server.AddUserAsync("leaver@example.org", Roles.Analyst);
        succeeded.Clear();
        return new(server, succeeded);
    }

    public Task<string> DocumentAsync() => Server.Client(null).GetStringAsync("/openapi/v1.json");

    /// <summary>Every operation of the document was called, and answered with what it promises.</summary>
    public async Task AssertAllSucceededAsync()
    {
        var contract = new ServedContract(await Server.Client(null).JsonAsync("/openapi/v1.json"));
        Assert.NotEmpty(contract.Operations);
        Assert.Empty(contract.Operations.Select(o => o.Id).Except(_succeeded.Keys));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private sealed class Notes(ConcurrentDictionary<string, int> succeeded) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                await following(context);
                if (context.Response.StatusCode is >= 200 and < 300
                    && context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>() is { } operation)
                    succeeded.AddOrUpdate(operation.EndpointName, 1, (_, count) => count + 1);
            });
            next(app);
        };
    }
}
