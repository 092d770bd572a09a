using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;

namespace CreamPie.Tests.Clients;

/// <summary>A linter's judgment of the served document, and a TypeScript client that is generated from it.</summary>
public sealed class TypeScriptTests(NpmTools npm) : IClassFixture<NpmTools>
{
    [Fact]
    public async Task Linter_finds_no_error_in_the_served_document()
    {
        await using var server = await StockDataServer.StartAsync();
        await npm.WriteAsync("openapi.json", await server.Client(null).GetStringAsync("/openapi/v1.json"));

        await npm.RunAsync("node", ["node_modules/@redocly/cli/bin/cli.js", "lint", "openapi.json", "--extends", "recommended"]);
    }

    [Fact]
    public async Task Generated_client_compiles_and_reads_every_answer()
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [.. Enumerable.Range(0, 60).Select(d => Captures.Bar(d, 100 + d))]));
        var analyst = server.Client(Roles.Analyst);
        await npm.WriteAsync("openapi.json", await analyst.GetStringAsync("/openapi/v1.json"));

        await npm.RunAsync("node", ["node_modules/openapi-typescript/bin/cli.js", "openapi.json", "-o", "schema.d.ts"]);
        await npm.RunAsync("node", ["node_modules/typescript/bin/tsc"]);
        var output = await npm.RunAsync(
            "node", ["out/calls.js"],
            ("API_ADDRESS", analyst.BaseAddress!.ToString().TrimEnd('/')),
            ("API_AUTHORIZATION", analyst.DefaultRequestHeaders.Authorization!.ToString()));

        Assert.Equal("1wk 106 unknownSymbol", output.Trim());
    }
}
