using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Sources.CsvTemplate;

public sealed class CsvTemplateSourceTests
{
    internal const string Stooq = "https://stooq.com/q/d/l/?s={symbol:lower}&d1={from:yyyyMMdd}&d2={to:yyyyMMdd}&i=d";

    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("AAPL", "2026-11-02", "https://stooq.com/q/d/l/?s=aapl.us&d1=20261102&d2=20261124&i=d")]
    [InlineData("BRK-B", null, "https://stooq.com/q/d/l/?s=brk-b.us&d1=19000101&d2=20261124&i=d")]
    [InlineData("7203.T", null, "https://stooq.com/q/d/l/?s=7203.jp&d1=19000101&d2=20261124&i=d")]
    [InlineData("VOD.L", null, null)]
    [InlineData("^GSPC", null, null)]
    public void Symbol_and_days_fill_the_address_template(string symbol, string? from, string? expected)
    {
        var source = Source(("UrlTemplate", Stooq), ("SymbolSuffix", ".us"), ("Symbols:7203.T", "7203.jp"));

        var request = source.RequestHistory(
            Symbol.Parse(symbol), from is null ? null : DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), Noon);

        Assert.Equal(expected, request?.Url.AbsoluteUri);
    }

    [RealDataFact]
    public void Stooq_files_are_read_by_settings_alone()
    {
        var aapl = Read(RealData.Bytes("providers", "AAPL_stooq_2007-2017.csv"), ("Basis", "FullyAdjusted")).Document();
        var ibm = Read(
            RealData.Bytes("providers", "IBM_stooq-pl.csv"), ("Basis", "FullyAdjusted"), ("Currency", "USD"),
            ("TimeZone", "America/New_York"), ("Columns:Date", "Data"), ("Columns:Open", "Otwarcie"), ("Columns:High", "Najwyzszy"),
            ("Columns:Low", "Najnizszy"), ("Columns:Close", "Zamkniecie"), ("Columns:Volume", "Wolumen")).Document();

        Assert.Equal(
            (2_518, new DateOnly(2007, 11, 19), new DateOnly(2017, 11, 17)),
            (aapl.Rows.Count, aapl.Rows[0].Bar.Date, aapl.Rows[^1].Bar.Date));
        Assert.Equal((21.262, 21.54, 20.758, 20.996, (double?)null, 321_694_225L), Fields(aapl.Rows[0].Bar));
        Assert.Equal(PriceBasis.FullyAdjusted, aapl.Basis);
        Assert.Equal(
            (15_402, new DateOnly(1962, 1, 2), new DateOnly(2023, 3, 17)),
            (ibm.Rows.Count, ibm.Rows[0].Bar.Date, ibm.Rows[^1].Bar.Date));
        Assert.Equal((5.0461, 5.0461, 4.98716, 4.98716, (double?)null, 593_563L), Fields(ibm.Rows[0].Bar));
        Assert.Equal(("USD", "America/New_York"), (ibm.Listing.Currency, ibm.Listing.TimeZone));
        // One row of each file ends after its close.
        Assert.Equal(new RowError(611, new DateOnly(2010, 4, 26), "The row has 5 fields, the header 6."), Assert.Single(aapl.Errors));
        Assert.Equal(new DateOnly(2010, 4, 26), Assert.Single(ibm.Errors).Date);
    }

    [RealDataFact]
    public void Nasdaq_file_with_currency_signs_is_read_by_settings_alone()
    {
        var document = Read(
            RealData.Bytes("providers", "nasdaq_AAPL_2020_HistoricalQuotes.csv"), ("Columns:Close", "Close/Last"),
            ("DateFormat", "MM/dd/yyyy"), ("Currency", "USD")).Document();

        Assert.Equal(
            (20, new DateOnly(2020, 5, 22), new DateOnly(2020, 4, 27)),
            (document.Rows.Count, document.Rows[0].Bar.Date, document.Rows[^1].Bar.Date));
        Assert.Equal((315.77, 319.23, 315.35, 318.89, (double?)null, 20_450_750L), Fields(document.Rows[0].Bar));
    }

    [Fact]
    public void German_file_is_read_with_its_culture_and_delimiter()
    {
        const string file = "Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke\r\n"
            + "13.06.2025;1.234,56;1.240;1.200,5 €;€ 1.210,25;12.345\r\n"
            + "16.06.2025;1;2;0,5;1,5;-\r\n";
        var document = Read(
            Encoding.UTF8.GetBytes(file), ("Delimiter", ";"), ("Culture", "de-DE"), ("DateFormat", "dd.MM.yyyy"),
            ("Columns:Date", "Datum"), ("Columns:Open", "Erster"), ("Columns:High", "Hoch"), ("Columns:Low", "Tief"),
            ("Columns:Close", "Schlusskurs"), ("Columns:Volume", "Stuecke")).Document();

        Assert.Equal((1234.56, 1240, 1200.5, 1210.25, (double?)null, 12_345L), Fields(document.Rows[0].Bar));
        Assert.Equal((1, 2, 0.5, 1.5, (double?)null, (long?)null), Fields(document.Rows[1].Bar));
    }

    [Theory]
    [InlineData("Date,Open,High,Low,Close,Volume\n2025-06-13,1,1,1,1.234,56,7\n", Reason.Layout, "has 7 fields, the header 6")]
    [InlineData(
        "Date,Open,High,Low,Close,Volume\n2025-06-13,1,1,1,1.5,1\n13.06.2025,1,1,1,1.5,1\n", Reason.Layout, "Sources__Csv__DateFormat")]
    [InlineData("Date,Open,High,Low,Close,Volume\n2025-06-13,1,1,1,\"1,5\",1\n", Reason.Layout, "Sources__Csv__Culture")]
    [InlineData("Date,Open,High,Low,Schluss,Volume\n2025-06-13,1,1,1,1.5,1\n", Reason.Layout, "Sources__Csv__Columns__Close")]
    [InlineData("Date,Open,High,Low,Close,Close,Volume\n2025-06-13,1,1,1,1,1.5,1\n", Reason.Layout, "several times")]
    [InlineData("Date,Open,High,Low,Close,Volume\n2025-06-12,1,1,1,1.5,1\n2025-06-13,1,1,1,1.5,12", Reason.Truncated, "EndsWithNewLine")]
    [InlineData("Date,Open,High,Low,Close,Volume\n", Reason.EmptyUnexpected, "no row")]
    [InlineData("No data", Reason.SymbolUnknown, "No data")]
    [InlineData("", Reason.ContentType, "empty")]
    [InlineData("{\"a\":1}", Reason.ContentType, "JSON")]
    [InlineData("not a file", Reason.ContentType, "Date")]
    public void File_not_matching_the_settings_is_refused_with_the_key(
        string file, Reason reason, string said, string? setting = null, string? value = null)
    {
        var result = Read(Encoding.UTF8.GetBytes(file), setting is null ? [] : [(setting, value!)]);

        Assert.Equal(reason, result.Refusal());
        Assert.Contains(said, ((ParseResult.Refused)result).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void File_without_a_final_newline_needs_the_setting()
    {
        var file = "Date,Open,High,Low,Close,Volume\n2025-06-12,1,1,1,1.5,1\n2025-06-13,1,1,1,1.5,12"u8.ToArray();

        Assert.Equal(2, Read(file, ("EndsWithNewLine", "false")).Document().Rows.Count);
        Assert.Equal(Reason.Truncated, Read(file[..^3], ("EndsWithNewLine", "false")).Refusal());
    }

    [Theory]
    [InlineData("Exceeded the daily hits limit", Reason.RateLimited)]
    [InlineData("Przekroczony dzienny limit wywolan", Reason.RateLimited)]
    [InlineData("Too Many Requests", Reason.RateLimited)]
    [InlineData(
        "<!DOCTYPE html><html><head><script src=\"/w.js\"></script></head><body>"
        + "<noscript>This site requires JavaScript to verify your browser.</noscript></body></html>",
        Reason.Challenge)]
    [InlineData(
        "<!DOCTYPE html><html><head><script src=\"/w.js\"></script></head><body>"
        + "<noscript><p>Please enable JavaScript\nto verify your browser.</p></noscript></body></html>",
        Reason.Challenge)]
    [InlineData("<html><title>Checking your browser</title><script></script></html>", Reason.Challenge)]
    [InlineData("<html><script></script><form class=\"g-captcha\"></form></html>", Reason.Challenge)]
    [InlineData("No data", null)]
    [InlineData("Date,Open,High,Low,Close,Volume\r\n2025-06-13,1,1,1,1,1\r\n", null)]
    public void Host_message_in_place_of_a_file_is_classified(string body, Reason? reason) => Assert.Equal(
        reason,
        Source(("UrlTemplate", Stooq))
            .Classify(new SourceResponse(new Uri("https://stooq.com/"), "text/plain", Encoding.UTF8.GetBytes(body)))?.Reason);

    /// <summary>An ordinary not-found page is no reason to pause the host.</summary>
    [Theory]
    [InlineData("<meta name=\"robots\" content=\"noindex\">")]
    [InlineData("<meta name=\"google-site-verification\" content=\"x\">")]
    [InlineData("<noscript>You need to enable JavaScript to run this app.</noscript>")]
    [InlineData("<p>Take the trading challenge. Please verify the symbol.</p>")]
    public void Page_with_a_mere_script_is_refused_as_no_CSV(string part)
    {
        var page = Encoding.UTF8.GetBytes(
            $"<html><head><title>Not found</title><script src='/a.js'></script></head><body>{part}{new string('.', 4_000)}</body></html>");

        Assert.Null(Source(("UrlTemplate", Stooq)).Classify(new SourceResponse(new Uri("https://stooq.com/"), "text/html", page)));
        Assert.Equal(Reason.ContentType, Read(page).Refusal());
    }

    [Theory]
    [InlineData("UrlTemplate", "https://stooq.com/q/d/l/?i=d", "Sources__Csv__UrlTemplate must have a place for the symbol")]
    [InlineData("UrlTemplate", "https://{symbol}.stooq.com/", "Sources__Csv__UrlTemplate must be an http")]
    [InlineData("UrlTemplate", "ftp://stooq.com/?s={symbol}", "Sources__Csv__UrlTemplate must be an http")]
    [InlineData("UrlTemplate", "https://stooq.com/?s={symbol}&d={date}", "{date}")]
    [InlineData("UrlTemplate", "https://stooq.com/?s={symbol}&d={from:HH}", "{from:HH}")]
    [InlineData("UrlTemplate", "https://stooq.com/?s={symbol}&k={key}", "Sources__Csv__ApiKey")]
    [InlineData("Delimiter", ";;", "Sources__Csv__Delimiter")]
    [InlineData("Delimiter", "", "Sources__Csv__Delimiter")]
    [InlineData("Culture", "xx-QQ-nowhere", "Sources__Csv__Culture")]
    [InlineData("DateFormat", "yyyy-MM", "Sources__Csv__DateFormat")]
    [InlineData("TimeZone", "Middle-earth/Bree", "Sources__Csv__TimeZone")]
    [InlineData("Symbols:..", "x", "Sources__Csv__Symbols__..")]
    [InlineData("Columns:Close", "", "Sources__Csv__Columns__Close")]
    [InlineData("Columns:Open", "Close", "Sources__Csv__Columns__Open and Close")]
    public void Invalid_setting_is_named_at_startup(string key, string value, string said)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Source(("UrlTemplate", Stooq), (key, value)));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_without_an_address_is_not_installed() => Assert.DoesNotContain(SourceName.CsvTemplate, Catalog().Requestable);

    private static (double?, double?, double?, double, double?, long?) Fields(DailyBar b) =>
        (b.Open, b.High, b.Low, b.Close, b.AdjClose, b.Volume);

    private static ParseResult Read(byte[] file, params (string Key, string Value)[] settings) =>
        Source([("UrlTemplate", Stooq), .. settings])
            .Parse(new ParseInput(file, Symbol.Parse("TEST"), FromNetwork: true, "text/csv"), CancellationToken.None);

    internal static ISource Source(params (string Key, string Value)[] settings) => Catalog(settings)[SourceName.CsvTemplate];

    internal static SourceCatalog Catalog(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, value) in settings)
            values[$"Sources:Csv:{key}"] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection().AddSources(configuration).BuildServiceProvider().GetRequiredService<SourceCatalog>();
    }
}
