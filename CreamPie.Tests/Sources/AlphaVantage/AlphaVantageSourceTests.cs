using System.Text;
using CreamPie.Core.Archiving;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.AlphaVantage;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Sources.AlphaVantage;

public sealed class AlphaVantageSourceTests
{
    private const string Key = "K7SECRETQ9XW2ABC";

    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private static readonly AlphaVantageSource Source = new(Options.Create(new AlphaVantageOptions { ApiKey = Key }));

    [Theory]
    [InlineData(null, "full")]
    [InlineData("2026-11-02", "compact")]
    [InlineData("2026-01-02", "full")]
    public void Compact_output_is_requested_where_it_suffices(string? from, string size)
    {
        DateOnly? day = from is null ? null : DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        var request = Source.RequestHistory(Symbol.Parse("BRK-B"), day, Noon)!;

        Assert.Equal(
            "https://www.alphavantage.co/query?function=TIME_SERIES_DAILY_ADJUSTED&symbol=BRK-B"
            + $"&outputsize={size}&datatype=json&apikey={Key}",
            request.Url.AbsoluteUri);
        Assert.DoesNotContain(Key, request.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SHEL.L", "SHEL.LON")]
    [InlineData("BMW.DE", "BMW.DEX")]
    [InlineData("7203.T", null)]
    [InlineData("^GSPC", null)]
    [InlineData("GBPUSD=X", null)]
    public void Symbol_is_mapped_to_its_local_name_or_not_requested(string symbol, string? name)
    {
        var request = Source.RequestHistory(Symbol.Parse(symbol), null, Noon);

        Assert.Equal(name is not null, request is not null);
        Assert.True(request is null || request.Url.Query.Contains($"symbol={name}&", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_key_is_not_installed_and_invalid_key_is_named()
    {
        Assert.DoesNotContain(SourceName.AlphaVantage, Catalog().Requestable);
        Assert.Equal(SourceName.AlphaVantage, Catalog(("ApiKey", Key))[SourceName.AlphaVantage].Name);
        var error = Assert.Throws<OptionsValidationException>(() =>
            Catalog(("ApiKey", "a key&with=signs"), ("Function", "GLOBAL_QUOTE"))[SourceName.AlphaVantage]);
        Assert.Contains("Sources__AlphaVantage__ApiKey", error.Message, StringComparison.Ordinal);
        Assert.Contains("Sources__AlphaVantage__Function", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("signs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_are_as_traded_with_every_split_and_dividend()
    {
        var series = Series(
            Day("2020-08-31", "129.04", split: "4.0"), Day("2020-08-28", "499.23"), Day("2020-08-07", "444.45", paid: "0.82"));
        var document = Read(series).Document();

        Assert.Equal((PriceBasis.AsTraded, true, "America/New_York"), (document.Basis, document.ListsActions, document.Listing.TimeZone));
        Assert.Equal([129.04, 499.23, 444.45], document.Rows.Select(r => r.Bar.Close));
        Assert.Equal(
            [CorporateAction.Cash(new(2020, 8, 7), ActionKind.Dividend, 0.82), CorporateAction.Split(new(2020, 8, 31), 4, 1)],
            document.Actions);
    }

    [Theory]
    [InlineData(
        "{\"Error Message\": \"Invalid API call. Please retry or visit the documentation for TIME_SERIES_DAILY.\"}", Reason.SymbolUnknown)]
    [InlineData("{\"Weekly Time Series\": {}}", Reason.Basis)]
    [InlineData("{\"Meta Data\": {}, \"Daily\": {}}", Reason.Layout)]
    [InlineData("{\"Meta Data\": {\"2. Symbol\": \"IBM\"}, \"Time Series (Daily)\": {}}", Reason.SymbolMismatch)]
    [InlineData("{\"Meta Data\": {}, \"Time Series (Daily)\": {}}", Reason.SymbolMismatch)]
    [InlineData("{\"Meta Data\": {\"2. Symbol\": \"TEST\"}, \"Time Series (Daily)\": {}}", Reason.EmptyUnexpected)]
    [InlineData(
        "{\"Meta Data\": {\"2. Symbol\": \"TEST\"}, \"Time Series (Daily)\": {\"2026-11-20\": {\"1. open\": \"1.0\"}}}", Reason.Layout)]
    [InlineData(
        "{\"Meta Data\": {\"2. Symbol\": \"TEST\"}, \"Time Series (Daily)\": {\"2026-11-20\": {\"4. close\": \"1,0\"}}}", Reason.Layout)]
    [InlineData("{\"Meta Data\": {\"2. Symbol\": \"TEST\"}, \"Time Series (Da", Reason.Truncated)]
    [InlineData("timestamp,open,high,low,close,volume", Reason.ContentType)]
    public void Non_daily_answer_is_refused_with_its_reason(string body, Reason reason) => Assert.Equal(reason, Read(body).Refusal());

    [Theory]
    [InlineData(
        "{\"Note\": \"Thank you! Our standard API call frequency is 5 calls per minute and 500 calls per day.\"}",
        Reason.RateLimited, null)]
    [InlineData(
        "{\"Information\": \"We have detected your API key as " + Key + " and our standard API rate limit is 25 requests per day.\"}",
        Reason.RateLimited, 6)]
    [InlineData("{\"Information\": \"Burst pattern detected. Please consider 1 request per second.\"}", Reason.RateLimited, null)]
    [InlineData("{\"Information\": \"This is a premium endpoint.\"}", Reason.Forbidden, null)]
    [InlineData("{\"Information\": \"The outputsize=full parameter value is a premium feature.\"}", Reason.Forbidden, null)]
    [InlineData("{\"Information\": \"The **demo** API key is for demo purposes only.\"}", Reason.Forbidden, null)]
    [InlineData("{\"Error Message\": \"the parameter apikey is invalid or missing.\"}", Reason.Forbidden, null)]
    [InlineData("{\"Meta Data\": {\"2. Symbol\": \"TE", Reason.Truncated, null)]
    [InlineData("{\"Something new\": \"for " + Key + "\"}", Reason.ServerError, null)]
    public void Message_in_place_of_bars_is_classified(string body, Reason reason, int? hours)
    {
        var url = new Uri("https://www.alphavantage.co/query");
        var refusal = Source.Classify(new SourceResponse(url, "application/json", Encoding.UTF8.GetBytes(body)))!;

        Assert.Equal((reason, hours), (refusal.Reason, (int?)refusal.Pause?.TotalHours));
        Assert.DoesNotContain(Key, refusal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"detail\": \"no route for apikey=" + Key + "\"}", null)]
    [InlineData("{\"cut", null)]
    [InlineData("{\"Note\": \"5 calls per minute\"}", Reason.RateLimited)]
    public void Message_with_status_404_counts_only_as_a_limit(string body, Reason? reason) => Assert.Equal(
        reason,
        Source.Classify(new SourceResponse(
            new Uri("https://www.alphavantage.co/query"), "application/json", Encoding.UTF8.GetBytes(body), Status: 404))?.Reason);

    [Theory, OnSqlite, OnPostgres]
    public async Task Series_is_split_adjusted_and_the_key_stored_nowhere(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, settings: Settings);
        var series = Series(Day("2020-08-31", "129.04", split: "4.0"), Day("2020-08-28", "500.00"));
        var body = Encoding.UTF8.GetBytes(series.Replace("TEST", "AAPL", StringComparison.Ordinal));
        rig.Source.On("/query", RawHttpServer.Answer(
            200, body, "Content-Type: application/json", $"Content-Location: /query?apikey={Key}"));

        var document = await rig.PullAsync(SourceName.AlphaVantage, "AAPL");

        Assert.Equal(DocumentState.Loaded, document.State);
        var bars = await rig.BarsAsync("AAPL");
        Assert.Equal([(125, 400L), (129.04, 100L)], bars.Select(b => (b.Close, b.Volume!.Value)));
        Assert.Equal([new DateOnly(2020, 8, 31)], bars.Select(b => b.BasisDate).Distinct());
        Assert.Equal([CorporateAction.Split(new(2020, 8, 31), 4, 1)], await rig.ActionsAsync("AAPL"));
        Assert.Equal(Key, rig.Source.Requests[^1].Split("apikey=")[1].Split(' ')[0]);
        Assert.EndsWith("&apikey=***", document.Url, StringComparison.Ordinal);
        var manifest = await rig.Get<Archive>().ReadManifestAsync(document.Id, CancellationToken.None);
        Assert.EndsWith("&apikey=***", manifest!.Url, StringComparison.Ordinal);
        Assert.Equal("/query?apikey=***", manifest.Headers!["Content-Location"]);
        var files = Directory.EnumerateFiles(rig.Database.Folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith("-shm", StringComparison.Ordinal));
        Assert.All(files, file => Assert.False(Contains(file, Key), file));
    }

    [Theory, OnSqlite]
    public async Task Symbol_outside_its_coverage_is_not_requested(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, settings: Settings);

        var document = await rig.PullAsync(SourceName.AlphaVantage, "^GSPC");

        Assert.Equal((DocumentState.Dead, Reason.SymbolUnknown), (document.State, document.Reason));
        Assert.Empty(rig.Source.Requests);
    }

    private static Dictionary<string, string?> Settings(Uri root) => new()
    {
        ["Sources:AlphaVantage:ApiKey"] = Key,
        ["Sources:AlphaVantage:BaseUrl"] = root.ToString(),
    };

    private static bool Contains(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    private static ParseResult Read(string body) =>
        Source.Parse(
            new ParseInput(Encoding.UTF8.GetBytes(body), Symbol.Parse("TEST"), FromNetwork: true, "application/json"),
            CancellationToken.None);

    private static string Series(params string[] days) =>
        "{\"Meta Data\": {\"1. Information\": \"Daily\", \"2. Symbol\": \"TEST\", \"3. Last Refreshed\": \"2020-08-31\", "
        + "\"4. Output Size\": \"Compact\", \"5. Time Zone\": \"US/Eastern\"},"
        + $"\"Time Series (Daily)\": {{{string.Join(',', days)}}}}}";

    private static string Day(string date, string close, string paid = "0.0000", string split = "1.0") =>
        $"\"{date}\": {{\"1. open\": \"{close}\", \"2. high\": \"{close}\", \"3. low\": \"{close}\", \"4. close\": \"{close}\", "
        + $"\"5. adjusted close\": \"100.0\","
        + $"\"6. volume\": \"100\", \"7. dividend amount\": \"{paid}\", \"8. split coefficient\": \"{split}\"}}";

    private static SourceCatalog Catalog(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Sources:AlphaVantage:{s.Key}", (string?)s.Value)))
            .Build();
        return new ServiceCollection().AddSources(configuration).BuildServiceProvider().GetRequiredService<SourceCatalog>();
    }
}
