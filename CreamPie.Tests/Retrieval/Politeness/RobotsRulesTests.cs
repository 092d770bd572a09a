using System.Diagnostics;
using CreamPie.Core.Retrieval.Politeness;

namespace CreamPie.Tests.Retrieval.Politeness;

/// <summary>RFC 9309, with its own examples.</summary>
public sealed class RobotsRulesTests
{
    private const string Robot = "CreamPie";

    [Theory]
    [InlineData("", "/quote/TSLA/history/", true)]
    [InlineData("User-agent: *\nDisallow:", "/quote/", true)]
    [InlineData("User-agent: *\nDisallow: /", "/quote/", false)]
    [InlineData("User-agent: *\nDisallow: /", "/robots.txt", true)]
    [InlineData("Disallow: /", "/quote/", true)] // outside any group
    [InlineData("User-agent: *\nDisallow: /quote", "/quotes", false)]
    [InlineData("User-agent: *\nDisallow: /quote", "/Quote/", true)]
    [InlineData("user-AGENT : *\r\ndisALLOW :   /quote/   # why not\r\n", "/quote/TSLA", false)]
    [InlineData("\uFEFFUser-agent: *\rDisallow: /quote/", "/quote/TSLA", false)]
    [InlineData("User-agent: *\nDisallow: /quote/?period", "/quote/?period1=0", false)]
    [InlineData("User-agent: *\nDisallow: quote", "/quote/", true)]
    public void Path_is_allowed_unless_a_rule_forbids_it(string text, string path, bool allowed) => AssertAllowed(allowed, text, path);

    [Theory]
    [InlineData("Disallow: /example/page\nAllow: /example/page/disallowed.gif", "/example/page/disallowed.gif", true)]
    [InlineData("Allow: /p\nDisallow: /", "/page", true)]
    [InlineData("Disallow: /folder\nAllow: /folder", "/folder/page", true)] // same length: allow wins
    [InlineData("Allow: /folder\nDisallow: /folder", "/folder/page", true)]
    [InlineData("Allow: /page\nDisallow: /*.htm", "/page.htm", false)]
    [InlineData("Allow: /$\nDisallow: /", "/", true)]
    [InlineData("Allow: /$\nDisallow: /", "/page.htm", false)]
    public void Longest_matching_rule_decides(string rules, string path, bool allowed) =>
        AssertAllowed(allowed, "User-agent: *\n" + rules, path);

    [Theory]
    [InlineData("/*.php$", "/filename.php", true)]
    [InlineData("/*.php$", "/folder/filename.php", true)]
    [InlineData("/*.php$", "/filename.php?parameters", false)]
    [InlineData("/*.php$", "/filename.php5", false)]
    [InlineData("/*.php$", "/a.php.php", true)]
    [InlineData("/fish*.php", "/fishheads/catfish.php?parameters", true)]
    [InlineData("/fish*.php", "/fish.PHP", false)]
    [InlineData("*/history/", "/quote/TSLA/history/", true)]
    [InlineData("/quote/*/history", "/quote/TSLA/options", false)]
    [InlineData("/a*b*b$", "/ab", false)]
    [InlineData("/a*b*b$", "/abb", true)]
    [InlineData("/a$b", "/a$bc", true)]
    [InlineData("/*", "/anything", true)]
    [InlineData("/file-with-a-%2A.html", "/file-with-a-*.html", true)]
    [InlineData("/file-with-a-%2A.html", "/file-with-a-x.html", false)]
    [InlineData("/path/foo-%24", "/path/foo-$", true)]
    public void Star_matches_any_characters_and_dollar_the_end(string pattern, string path, bool matches) =>
        AssertAllowed(!matches, $"User-agent: *\nDisallow: {pattern}", path);

    [Theory]
    [InlineData("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", true)]
    [InlineData("/foo/bar/\u30C4", "/foo/bar/%E3%83%84", true)]
    [InlineData("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", true)]
    [InlineData("/foo/bar/%62%61%7A", "/foo/bar/baz", true)]
    [InlineData("/a%2Fb", "/a/b", false)]
    [InlineData("/a%2fb", "/a%2Fb", true)]
    [InlineData("/100%", "/100%25", true)]
    public void Equivalent_percent_encodings_match(string pattern, string path, bool matches) =>
        AssertAllowed(!matches, $"User-agent: *\nDisallow: {pattern}", path);

    [Theory]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: creampie\nDisallow: /admin", true)]
    [InlineData("User-agent: CreamPie\nDisallow: /quote\n\nUser-agent: *\nAllow: /", false)]
    [InlineData("User-agent: CreamPie/1.0\nDisallow: /quote", false)]
    [InlineData("User-agent: CreamPieTwo\nDisallow: /quote", true)]
    [InlineData("User-agent: Other\nUser-agent: CreamPie\nDisallow: /quote", false)]
    [InlineData("User-agent: Other\nSitemap: x\nUser-agent: CreamPie\nDisallow: /quote", false)]
    [InlineData("User-agent: Other\nDisallow: /other\nUser-agent: CreamPie\nDisallow:\nUser-agent: Third\nDisallow: /quote", true)]
    // Both groups of CreamPie apply.
    [InlineData("User-agent: CreamPie\nDisallow: /a\nUser-agent: Other\nDisallow: /\nUser-agent: CreamPie\nDisallow: /quote", false)]
    [InlineData("User-agent: CreamPie\nUser-agent: *\nDisallow: /quote", false)]
    public void Groups_naming_us_apply_before_the_wildcard_group(string text, bool allowed) => AssertAllowed(allowed, text, "/quote/TSLA");

    [Theory]
    [InlineData("User-agent: *\nCrawl-delay: 2.5", 2.5)]
    [InlineData("User-agent: *\nCrawl-delay: 600", 60)]
    [InlineData("User-agent: *\nCrawl-delay: -1", 0)]
    [InlineData("User-agent: *\nCrawl-delay: NaN", 0)]
    [InlineData("User-agent: *\nCrawl-delay: soon", 0)]
    [InlineData("User-agent: *\nCrawl-delay: 10\nUser-agent: CreamPie\nDisallow: /x", 0)]
    public void Crawl_delay_is_capped_at_a_minute(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RobotsRules.Parse(text, Robot).CrawlDelay);

    [Fact]
    public void Hostile_file_of_full_size_is_matched_quickly()
    {
        var evil = "User-agent: *\nDisallow: /" + string.Concat(Enumerable.Repeat("a*", 100_000)) + "b$\n"
            + string.Concat(Enumerable.Repeat("Disallow: /*a*a*a*a*a*a*b\n", 10_000));
        var url = new Uri("https://example.com/" + new string('a', 2_000));
        var started = Stopwatch.GetTimestamp();

        Assert.True(RobotsRules.Parse(evil, Robot).Allows(url));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 10);
    }

    private static void AssertAllowed(bool allowed, string text, string path) =>
        Assert.Equal(allowed, RobotsRules.Parse(text, Robot).Allows(new Uri("https://example.com" + path)));
}
