using System.Diagnostics;
using System.Text;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Sources.Formats.Html;

/// <summary>Host messages with status 200 in place of a page, and histories that must not be mistaken for one.</summary>
public sealed class PageRefusalTests
{
    private static readonly Uri Url = new("https://finance.yahoo.com/quote/TEST/history/");
    private static readonly string Long = string.Concat(Enumerable.Repeat("<p>Lorem ipsum dolor sit amet.</p>", 1_000));

    [RealDataFact]
    public void History_page_is_never_a_refusal()
    {
        foreach (var file in Directory.GetFiles(RealData.PathOf("yahoo-pages")))
        {
            var refusal = Classify(File.ReadAllBytes(file));
            // One saved fragment has no end, so from the network it counts as truncated.
            Assert.True(refusal is null || (file.Contains("IBM", StringComparison.Ordinal) && refusal.Reason == Reason.Truncated), file);
        }
    }

    [RealDataTheory]
    [InlineData("2023-05-08_eu-consent_collectConsent.html", Reason.Consent)]
    [InlineData("429_edge-too-many-requests.txt", Reason.RateLimited)]
    [InlineData("2025_NVDA_quote-summary_svelte.html", null)]
    [InlineData("2017-2018_symbol-lookup_react.html", null)]
    public void Only_refusals_among_non_history_pages_are_classified(string file, Reason? reason) =>
        Assert.Equal(reason, Classify(RealData.Bytes("yahoo-not-history", file))?.Reason);

    [Theory]
    [InlineData(
        "<html><head><title>Yahoo</title></head><body>"
        + "<table><tbody><tr><td><h1>Will be right back...</h1></td></tr></tbody></table></body></html>",
        Reason.ServerError)]
    [InlineData("<html><head><title>429 Too Many Requests</title></head></html>", Reason.RateLimited)]
    [InlineData("Too Many Requests\r\n", Reason.RateLimited)]
    [InlineData("<HTML><TITLE>Just a moment...</TITLE><FORM id=challenge-form ACTION='/x'></FORM></HTML>", Reason.Challenge)]
    [InlineData(
        "<html><title>Yahoo</title><form method=post action=\"https://consent.yahoo.com/v2/collectConsent\"></form></html>",
        Reason.Consent)]
    [InlineData("  \n<html><body>502 Bad Gateway</body>", Reason.ServerError)]
    [InlineData("\uFEFF<html><body>Sorry.</body></html>", Reason.ServerError)]
    public void Short_text_in_place_of_a_page_is_a_refusal(string body, Reason reason) => Assert.Equal(reason, Classify(body)?.Reason);

    [Fact]
    public void Long_page_is_classified_by_title_and_forms()
    {
        Assert.Null(Classify($"<html><title>News</title><h1>Markets</h1>{Long}Too Many Requests, Will be right back</html>"));
        Assert.Equal(Reason.RateLimited, Classify($"<html><title>News</title><h1 class='x'>Too Many Requests</h1>{Long}</html>")?.Reason);
        Assert.Equal(Reason.Challenge, Classify($"<html><title>Are you a robot?</title>{Long}</html>")?.Reason);
        Assert.Equal(Reason.Truncated, Classify($"<html><title>News</title>{Long}")?.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"chart\":{\"result\":null}}")]
    [InlineData("%PDF-1.7")]
    [InlineData("Date,Open,High,Low,Close,Volume\n2024-01-02,1,2,1,2,3\n")]
    [InlineData("<html><link rel='canonical' href='https://finance.yahoo.com/quote/X/'><p>for subscribers</p></html>")]
    public void Mere_non_history_is_left_to_the_parser(string body) => Assert.Null(Classify(body));

    [Theory]
    [InlineData("<html><h1>Will be right back...</h1><th>Thank you for your patience.</th></html>", Reason.ServerError)]
    [InlineData("<html><title>503 Backend fetch failed</title>", Reason.ServerError)]
    [InlineData("<html><body>The service is temporarily unavailable.</body></html>", Reason.ServerError)]
    [InlineData("502 Bad Gateway", Reason.ServerError)]
    [InlineData("Edge: Too Many Requests", Reason.RateLimited)]
    [InlineData("<html><form class='consent-form' action=''></form></html>", Reason.Consent)]
    [InlineData("<html><title>Just a moment...</title></html>", Reason.Challenge)]
    [InlineData("<html><center><h1>404 Not Found</h1></center><hr><center>nginx</center></html>", null)]
    [InlineData("<html><title>Symbols similar to 'TEST'</title><p>Please check your spelling", null)]
    [InlineData("not here", null)]
    [InlineData("", null)]
    public void Error_status_is_overruled_by_known_words_alone(string body, Reason? reason) =>
        Assert.Equal(reason, Classify(body, status: 404)?.Reason);

    [Fact]
    public void Outage_words_of_a_long_error_page_count_in_title_and_headings()
    {
        Assert.Null(Classify($"<html><title>Not found</title>{Long}<script>\"Service Unavailable\"</script></html>", status: 404));
        Assert.Equal(
            Reason.ServerError, Classify($"<html><title>Yahoo</title><h1>Service Unavailable</h1>{Long}</html>", status: 410)?.Reason);
        // With status 200 it may be the name of a company, and the parser decides.
        Assert.Null(Classify($"<html><title>Yahoo</title><h1>Service Unavailable</h1>{Long}</html>"));
    }

    [Fact]
    public void Small_history_is_accepted_whatever_its_company_name()
    {
        Assert.Null(Classify(HandWrittenPages.Page(HandWrittenPages.Table())));
        Assert.Null(Classify(HandWrittenPages.Page(
            "<h1>Too Many Requests plc</h1><form action='/consent'></form>" + HandWrittenPages.Table())));
        Assert.Null(Classify(HandWrittenPages.Page("<h1>Too Many Requests plc</h1>" + HandWrittenPages.Script("{}"))));
    }

    [Theory]
    [InlineData("<title")]
    [InlineData("<form")]
    [InlineData("<form ")]
    [InlineData("<h1")]
    [InlineData("<title>")]
    public void Hostile_text_is_classified_quickly(string part)
    {
        var body = "<" + string.Concat(Enumerable.Repeat(part, 400_000));
        var started = Stopwatch.GetTimestamp();

        Classify(body);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 10);
    }

    private static Refusal? Classify(string body, int status = 200) => Classify(Encoding.UTF8.GetBytes(body), status);

    private static Refusal? Classify(byte[] body, int status = 200) =>
        PageRefusal.Of(new SourceResponse(Url, "text/html", body, status));
}
