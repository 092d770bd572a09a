using CreamPie.Core.Market;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Sources;

public sealed class SourceTests
{
    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Whole_history_request_is_the_same_all_day()
    {
        var source = Catalog()[SourceName.YahooPage];
        var request = source.RequestHistory(Symbol.Parse("TSLA"), null, Noon)!;

        Assert.Equal("https://finance.yahoo.com/quote/TSLA/history/?period1=-2208988800&period2=1795478400", request.Url.AbsoluteUri);
        Assert.Equal("text/html", request.Headers["Accept"]);
        Assert.StartsWith("en-US", request.Headers["Accept-Language"], StringComparison.Ordinal);
        Assert.Equal(request.Url, source.RequestHistory(Symbol.Parse("TSLA"), null, Noon.AddHours(11))!.Url);
    }

    [Theory]
    [InlineData("^GSPC", "/quote/%5EGSPC/history/")]
    [InlineData("GBPUSD=X", "/quote/GBPUSD%3DX/history/")]
    [InlineData("BRK-B", "/quote/BRK-B/history/")]
    [InlineData("7203.T", "/quote/7203.T/history/")]
    public void Symbol_is_escaped_in_the_path(string symbol, string path) =>
        Assert.Equal(path, Catalog()[SourceName.YahooPage].RequestHistory(Symbol.Parse(symbol), null, Noon)!.Url.AbsolutePath);

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/quote/TSLA/history/")]
    [InlineData("http://127.0.0.1:8080/mirror/", "http://127.0.0.1:8080/mirror/quote/TSLA/history/")]
    public void Base_address_is_configurable(string baseUrl, string expected)
    {
        var url = Catalog(baseUrl)[SourceName.YahooPage].RequestHistory(Symbol.Parse("TSLA"), null, Noon)!.Url;

        Assert.Equal(expected, url.GetLeftPart(UriPartial.Path));
    }

    [Fact]
    public void Relative_address_is_resolved_once_the_server_listens()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Sources:YahooPage:BaseUrl", (string?)"self:/market")])
            .Build();
        var services = new ServiceCollection().AddSources(configuration).BuildServiceProvider();
        var source = services.GetRequiredService<SourceCatalog>()[SourceName.YahooPage];
        Assert.Throws<InvalidOperationException>(() => source.RequestHistory(Symbol.Parse("PIE"), null, Noon));

        services.GetRequiredService<OwnAddress>().Set(new Uri("http://127.0.0.1:5080/"));
        Assert.StartsWith(
            "http://127.0.0.1:5080/market/quote/PIE/history/?",
            source.RequestHistory(Symbol.Parse("PIE"), null, Noon)!.Url.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("finance.yahoo.com")]
    [InlineData("self:")]
    [InlineData("self://elsewhere?a=b")]
    [InlineData("ftp://finance.yahoo.com")]
    [InlineData("https://finance.yahoo.com/?a=b")]
    [InlineData("")]
    public void Invalid_address_is_refused_with_the_key_to_set(string baseUrl)
    {
        var error = Assert.Throws<OptionsValidationException>(() =>
            Catalog(baseUrl)[SourceName.YahooPage].RequestHistory(Symbol.Parse("TSLA"), null, Noon));

        Assert.Contains("Sources__YahooPage__BaseUrl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dropped_file_source_is_never_requested()
    {
        var catalog = Catalog();

        Assert.Null(catalog[SourceName.DropFolder].RequestHistory(Symbol.Parse("TSLA"), null, Noon));
        Assert.DoesNotContain(SourceName.DropFolder, catalog.Requestable);
    }

    private static SourceCatalog Catalog(string? baseUrl = null)
    {
        var settings = baseUrl is null ? [] : new Dictionary<string, string?> { ["Sources:YahooPage:BaseUrl"] = baseUrl };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddSources(configuration).BuildServiceProvider().GetRequiredService<SourceCatalog>();
    }
}
