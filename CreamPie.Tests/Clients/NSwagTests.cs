using System.Reflection;
using System.Runtime.Loader;
using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace CreamPie.Tests.Clients;

/// <summary>A C# client as NSwag generates it from the served document, unchanged: it compiles, and reads every answer.</summary>
public sealed class NSwagTests
{
    /// <summary>Each with the arguments that it needs.</summary>
    private const string Calls = """
        #nullable enable
        public static class Calls
        {
            public static async System.Threading.Tasks.Task<string> MakeAsync(System.Net.Http.HttpClient http)
            {
                var api = new Generated.Client(http);
                var bars = await api.GetBarsAsync("TEST", from: null, interval: null);
                await api.GetBarsAsync("NEW");
                await api.GetStockAsync("TEST");
                await api.GetActionsAsync("TEST");
                await api.GetQuoteAsync("TEST");
                await api.GetAttemptsAsync("TEST");
                await api.GetListingsAsync("TEST");
                await api.GetFiguresAsync("TEST");
                await api.GetIndicatorsAsync("TEST", name: "sma", period: 5);
                await api.GetIndicatorsAsync("TEST", ind: "sma(5),macd(5,10,3)");
                await api.CompareStocksAsync("TEST");
                await api.FindSymbolsAsync();
                var bulk = await api.GetBulkBarsAsync("TEST,NEW", adjust: null);
                await api.ListChangesAsync();
                await api.GetTrackingAsync("NEW");
                var wanted = new Generated.ApiKeyRequest { Name = "Script" };
                wanted.Scopes.Add("read");
                var key = await api.CreateApiKeyAsync(wanted);
                await api.ListApiKeysAsync();
                await api.RevokeApiKeyAsync(key.Id);
                var feed = await api.CreateFeedAsync(new Generated.FeedRequest { Name = "Sheet" });
                await api.ListFeedsAsync();
                await api.RevokeFeedAsync(feed.Id);
                await api.TrackSymbolAsync(new Generated.TrackRequest { Symbol = "AAPL" });
                await api.ListTrackedAsync();
                await api.RefreshSymbolAsync("AAPL");
                await api.ListDocumentsAsync();
                await api.UntrackSymbolAsync("AAPL");
                await api.GetMeAsync();
                await api.ListMySessionsAsync();
                await api.SaveMyPreferencesAsync(new Generated.PreferenceValues { Theme = "dark", Interval = "1wk" });
                await api.GetMyPreferencesAsync();
                await api.ListUsersAsync();
                await api.ListInvitationsAsync();
                await api.ListAuditAsync();
                try
                {
                    await api.GetStockAsync("NONE");
                }
                catch (Generated.ApiException<Generated.ProblemDetails> refused)
                {
                    return $"{bars.Bars!.Count} {bars.Interval} {bulk.Bars.Count} {refused.Result.Code}";
                }
                return "";
            }
        }
        """;

    [Theory]
    [InlineData(CSharpJsonLibrary.NewtonsoftJson)]
    [InlineData(CSharpJsonLibrary.SystemTextJson)]
    public async Task Generated_client_compiles_and_reads_every_answer(CSharpJsonLibrary library)
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(Captures.Of(
            1, new(2024, 3, 1), [.. Enumerable.Range(0, 60).Select(d => Captures.Bar(d, 100 + d))],
            [CorporateAction.Split(new(2024, 1, 4), 10, 1), CorporateAction.Cash(new(2024, 1, 5), ActionKind.Dividend, 0.25)]));
        await server.AddAsync(SeedData.Tracked("NEW"));
        var document = await OpenApiDocument.FromJsonAsync(await server.Client(null).GetStringAsync("/openapi/v1.json"));
        var source = new CSharpClientGenerator(document, new CSharpClientGeneratorSettings
        {
            ClassName = "Client",
            GenerateOptionalParameters = true,
            UseBaseUrl = false,
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = library, GenerateNullableReferenceTypes = true },
        }).GenerateFile();

        var calls = Compile(source, Calls).GetType("Calls")!.GetMethod("MakeAsync")!;
        var answer = await (Task<string>)calls.Invoke(null, [server.Client(Roles.Admin)])!;

        Assert.Equal("60 1d 60 unknownSymbol", answer);
    }

    private static Assembly Compile(params string[] sources)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Generated", [.. sources.Select(source => CSharpSyntaxTree.ParseText(source))], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.Empty(result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
        image.Position = 0;
        return new AssemblyLoadContext("Generated", isCollectible: true).LoadFromStream(image);
    }
}
