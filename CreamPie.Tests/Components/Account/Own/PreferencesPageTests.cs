using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Accounts.Preferring;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Charts;
using CreamPie.Web.Components.Shared;
using CreamPie.Web.Components.Stocks.Comparing;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Account.Own;

public sealed class PreferencesPageTests
{
    private static readonly (string, string)[] Chosen =
    [
        ("Input.Theme", "dark"), ("Input.Range", "5y"), ("Input.Interval", "1wk"), ("Input.Adjust", "all"),
        ("Input.TimeZone", "Europe/Zurich"), ("Input.DateFormat", "dots"), ("Input.NumberFormat", ""),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Preferences_are_stored_and_pages_follow_them(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(provider, time: time);
        using var browser = await app.SignedInByPageAsync();
        Assert.Contains("23 Nov 2026", await browser.GetStringAsync("/account"), StringComparison.Ordinal);

        using var saved = await browser.FillInAsync("/account/preferences", Chosen);

        Assert.Equal("/account/preferences?saved=true", saved.PathOfLocation());
        Assert.Contains("creampie-theme=dark", string.Join('\n', saved.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        var html = await browser.GetStringAsync("/account");
        // Half past midnight in Zurich.
        Assert.Contains("24.11.2026 00:30:00 UTC&#x2B;1", html, StringComparison.Ordinal);
        Assert.DoesNotContain("23 Nov 2026", html, StringComparison.Ordinal);
        Assert.Contains(
            "<option value=\"5y\" selected", await browser.GetStringAsync("/account/preferences"), StringComparison.Ordinal);
        using var elsewhere = app.Anonymous();
        using var signedIn = await elsewhere.SignInByPageAsync(AccountClient.Email);
        Assert.Contains("creampie-theme=dark", string.Join('\n', signedIn.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Api_reads_and_replaces_preferences(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var client = await app.AnalystAsync();
        Assert.Equal(PreferenceValues.Default, await client.GetFromJsonAsync<PreferenceValues>("/api/users/me/preferences"));

        var values = new PreferenceValues(Range: "10y", TimeZone: "Asia/Tokyo");
        using var stored = await client.PutAsJsonAsync("/api/users/me/preferences", values);
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        Assert.Equal(values, await client.GetFromJsonAsync<PreferenceValues>("/api/users/me/preferences"));
        foreach (var wrong in new[] { new PreferenceValues(Range: "7y"), new(TimeZone: "Mars/Base"), new(Theme: "\uFFFE") })
        {
            using var refused = await client.PutAsJsonAsync("/api/users/me/preferences", wrong);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
        Assert.Equal(values, await client.GetFromJsonAsync<PreferenceValues>("/api/users/me/preferences"));
    }

    [Fact]
    public void Words_are_those_of_the_charts_address()
    {
        Assert.Equal(ChartRanges.Each.Select(r => r.Word()), PreferenceValues.Ranges);
        Assert.Equal(Enum.GetValues<Interval>().Select(i => i.Word()), PreferenceValues.Intervals);
        Assert.Equal(
            Enum.GetValues<PriceAdjustment>().Select(ChartView.Word).Order(StringComparer.Ordinal),
            PreferenceValues.Adjustments.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Chart_of_a_silent_address_opens_as_preferred()
    {
        using var reader = new Reader(new PreferenceValues(Range: "5y", Interval: "1wk"));
        Assert.Equal(
            new ChartView(ChartRange.FiveYears, Interval.Weekly) { Indicators = "sma(20)" },
            PreferredView.Of(key => key == "ind" ? "sma(20)" : null));
        Assert.Null(PreferredView.Of(key => key == "range" ? "1m" : null));
        // Choosing the usual view must not come back as the preferred one.
        Assert.Equal("?range=1y&interval=auto&adjust=splits", new ChartView().ToQuery());
        Assert.Equal(new ChartView(), ChartView.Parse(key => key == "interval" ? "auto" : null));
    }

    [Theory]
    [InlineData("5y", "splits", "?symbols=A,B&range=5y&adjust=splits"), InlineData(null, "none", "?symbols=A,B&range=1y&adjust=splits")]
    [InlineData("1m", null, "?symbols=A,B&range=1m&adjust=all")]
    public void Comparison_of_a_silent_address_opens_as_preferred(string? range, string? adjust, string address)
    {
        using var reader = new Reader(new PreferenceValues(Range: range, Adjust: adjust));
        Assert.Equal("compare" + address, CompareView.Preferred("A,B", _ => null)?.ToAddress());
        Assert.Null(CompareView.Preferred("A,B", key => key == "from" ? "2024-01-02" : null));
        // Choosing the usual view must not come back as the preferred one.
        Assert.Equal("compare?symbols=A&range=1y&adjust=all", new CompareView(["A"]).ToAddress());
    }

    [Fact]
    public void Dates_and_numbers_follow_the_reader()
    {
        using (new Reader(new PreferenceValues(DateFormat: "mdy", NumberFormat: "dot", TimeZone: "America/St_Johns")))
        {
            Assert.Equal("11/27/2026", DisplayText.Date(new DateOnly(2026, 11, 27)));
            Assert.Equal("11/27/2026", DisplayText.Day(new DateOnly(2026, 11, 27)));
            Assert.Equal("12.345", DisplayText.Count(12_345));
            Assert.Equal(new ReaderFormat("mdy", ".", ","), ReaderFormat.Current);
            Assert.Equal("11/27/2026 08:30:00 UTC−3:30", DisplayText.Exactly(new DateTime(2026, 11, 27, 12, 0, 0, DateTimeKind.Utc)));
        }
        Assert.Equal("27 Nov 2026", DisplayText.Date(new DateOnly(2026, 11, 27)));
        Assert.Equal("12,345", DisplayText.Count(12_345));
    }

    private sealed class Reader : IDisposable
    {
        private readonly CultureInfo _before = CultureInfo.CurrentCulture;

        public Reader(PreferenceValues preferences) => CultureInfo.CurrentCulture = new ReaderCulture(preferences);

        public void Dispose() => CultureInfo.CurrentCulture = _before;
    }
}
