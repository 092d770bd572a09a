using CreamPie.Tests.Support;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace CreamPie.Tests.Clients;

/// <summary>A C# client as NSwag generates it from the served document, unchanged: it compiles, and calls every operation.</summary>
public sealed class NSwagTests
{
    [Theory]
    [InlineData(CSharpJsonLibrary.NewtonsoftJson)]
    [InlineData(CSharpJsonLibrary.SystemTextJson)]
    public async Task Generated_client_compiles_and_calls_every_operation(CSharpJsonLibrary library)
    {
        await using var scenario = await ClientScenario.StartAsync();
        var document = await OpenApiDocument.FromJsonAsync(await scenario.DocumentAsync());
        var client = new CSharpClientGenerator(document, new CSharpClientGeneratorSettings
        {
            ClassName = "Client",
            GenerateOptionalParameters = true,
            UseBaseUrl = false,
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = library, GenerateNullableReferenceTypes = true },
        }).GenerateFile();

        var answer = await CompiledClient.RunAsync(NSwagCalls.Source, [client], scenario.Address, TestApplication.Password);

        Assert.Equal("60 1d 60 unknownSymbol", answer);
        await scenario.AssertAllSucceededAsync();
    }
}
