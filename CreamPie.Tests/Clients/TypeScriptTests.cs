using System.Text.Json;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Clients;

/// <summary>A linter's judgment of the served document, and a TypeScript client that is generated from it.</summary>
public sealed class TypeScriptTests
{
    [Fact]
    public async Task Linter_finds_nothing_in_the_served_document()
    {
        await using var scenario = await ClientScenario.StartAsync();
        using var npm = new NodeFolder("npm");
        await npm.WriteAsync("openapi.json", await scenario.DocumentAsync());

        var found = await npm.ToolAsync("@redocly/cli/bin/cli.js", "lint", "openapi.json", "--format", "json");

        using var lint = JsonDocument.Parse(found);
        var totals = lint.RootElement.GetProperty("totals");
        Assert.True(totals.GetProperty("errors").GetInt32() + totals.GetProperty("warnings").GetInt32() == 0, found);
    }

    [Fact]
    public async Task Generated_client_compiles_and_calls_every_operation()
    {
        await using var scenario = await ClientScenario.StartAsync();
        using var npm = new NodeFolder("npm");
        await npm.WriteAsync("openapi.json", await scenario.DocumentAsync());
        await npm.ToolAsync("openapi-typescript/bin/cli.js", "openapi.json", "-o", "schema.d.ts");
        await npm.ToolAsync("typescript/bin/tsc");

        var output = await npm.RunAsync("out/calls.js", scenario.Address, TestApplication.Password);

        Assert.Equal("1wk 106 unknownSymbol", output.Trim());
        await scenario.AssertAllSucceededAsync();
    }
}
