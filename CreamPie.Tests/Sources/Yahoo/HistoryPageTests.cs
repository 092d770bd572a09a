using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Sources.Yahoo;

public sealed partial class HistoryPageTests
{
    private const string Tsla = "2025-06-16_TSLA_svelte.html";
    private const string Nvda = "2024-06-30_NVDA_svelte.html";

    [RealDataTheory]
    [InlineData("2017-05-16_MSFT_react-ssr.html", "MSFT", "HistoricalPriceStore", 252, 5, 0)]
    [InlineData("2022-01-07_GME_react-ssr.html", "GME", "HistoricalPriceStore", 252, 0, 0)]
    [InlineData(Nvda, "NVDA", "chart payload", 251, 4, 1)]
    [InlineData("2024-12-05_IBM_svelte-fragment.html", "IBM", "table", 252, 4, 0)]
    [InlineData("2025-06-16_AAPL_svelte-fragment.html", "AAPL", "table", 63, 1, 0)]
    [InlineData(Tsla, "TSLA", "chart payload", 3_764, 0, 2)]
    public void Every_layout_gives_all_its_rows_and_actions(string file, string symbol, string text, int rows, int dividends, int splits)
    {
        var document = ParseSamples.Dropped(RealData.Bytes("yahoo-pages", file), symbol).Document();

        Assert.Equal(text, document.Text);
        Assert.Equal(rows, document.Rows.Count);
        Assert.Equal(rows, document.Rows.Select(r => r.Bar.Date).Distinct().Count());
        Assert.Equal(dividends, document.Actions.Count(a => a.Kind == ActionKind.Dividend));
        Assert.Equal(splits, document.Actions.Count(a => a.Kind == ActionKind.Split));
        Assert.Empty(document.Errors);
        Assert.Empty(document.Disagreements);
        Assert.True(document.ListsActions);
        Assert.Equal(text != "table", document.Precise);
        Assert.Equal(PriceBasis.SplitAdjusted, document.Basis);
        Assert.All(document.Rows, r => Assert.NotNull(r.Bar.AdjClose));
    }

    [RealDataTheory]
    [InlineData("2017-05-16_MSFT_react-ssr.html", "MSFT")]
    [InlineData("2022-01-07_GME_react-ssr.html", "GME")]
    [InlineData(Nvda, "NVDA")]
    [InlineData(Tsla, "TSLA")]
    public void Fetched_page_reads_the_same_as_a_dropped_one(string file, string symbol)
    {
        var bytes = RealData.Bytes("yahoo-pages", file);

        Assert.Equal(ParseSamples.Dropped(bytes, symbol).Document().Rows, ParseSamples.Fetched(bytes, symbol).Document().Rows);
    }

    [RealDataFact]
    public void Tesla_page_has_full_precision_and_its_listing()
    {
        var document = ParseSamples.Fetched(RealData.Bytes("yahoo-pages", Tsla), "TSLA").Document();

        var first = document.Rows[0].Bar;
        Assert.Equal(new DateOnly(2010, 6, 29), first.Date);
        Assert.Equal(1.592667, first.Close);
        Assert.Equal(281_494_500, first.Volume);
        var last = document.Rows[^1].Bar;
        Assert.Equal(new DateOnly(2025, 6, 13), last.Date);
        Assert.Equal(325.31, last.Close);
        Assert.Equal(
            [CorporateAction.Split(new(2020, 8, 31), 5, 1), CorporateAction.Split(new(2022, 8, 25), 3, 1)], document.Actions);
        Assert.Equal(
            new Listing("TSLA", "Tesla, Inc.", "NMS", "USD", "America/New_York", TimeSpan.FromHours(-4), new(2010, 6, 29)),
            document.Listing);
        Assert.Equal(new DateTime(2025, 6, 16, 20, 0, 1, DateTimeKind.Utc), document.CapturedAt);
        Assert.Equal(DateTimeKind.Utc, document.CapturedAt!.Value.Kind);
    }

    [RealDataFact]
    public void Page_of_2017_has_plain_and_adjusted_closes_and_its_date()
    {
        var document = ParseSamples.Dropped(RealData.Bytes("yahoo-pages", "2017-05-16_MSFT_react-ssr.html"), "MSFT").Document();

        Assert.Equal(new DailyBar(new(2017, 5, 16), 68.23, 69.44, 68.16, 69.41, 69.41, 33_670_800), document.Rows[0].Bar);
        Assert.Equal(new DateTime(2017, 5, 17, 13, 5, 59, 197, DateTimeKind.Utc), document.CapturedAt);
        Assert.Equal(
            new Listing(
                "MSFT", "Microsoft Corporation", "NMS", "USD", "America/New_York", TimeSpan.FromHours(-4), new(1986, 3, 13)),
            document.Listing);
        Assert.Equal([0.36, 0.36, 0.39, 0.39, 0.39], document.Actions.Select(a => a.Amount!.Value));
        Assert.All(document.Actions, a => Assert.True(a.Exact));
    }

    [RealDataFact]
    public void Payload_has_dividends_that_the_table_rounds_to_zero()
    {
        var bytes = RealData.Bytes("yahoo-pages", Nvda);
        var payload = ParseSamples.Dropped(bytes, "NVDA").Document().Actions.Where(a => a.Kind == ActionKind.Dividend);
        var table = ParseSamples.Dropped(WithoutScripts(bytes), "NVDA").Document().Actions.Where(a => a.Kind == ActionKind.Dividend);

        Assert.Equal([0.004, 0.004, 0.004, 0.01], payload.Select(a => a.Amount!.Value));
        Assert.Equal([0.01, 0, 0, 0], table.Select(a => a.Amount!.Value));
        Assert.All(table, a => Assert.False(a.Exact));
    }

    [RealDataTheory]
    [InlineData(Tsla, "TSLA")]
    [InlineData(Nvda, "NVDA")]
    public void Page_without_its_script_matches_within_the_tables_rounding(string file, string symbol)
    {
        var bytes = RealData.Bytes("yahoo-pages", file);
        var payload = ParseSamples.Fetched(bytes, symbol).Document();
        var table = ParseSamples.Fetched(WithoutScripts(bytes), symbol).Document();

        Assert.Equal("table", table.Text);
        Assert.Equal("USD", table.Listing.Currency);
        Assert.Equal(payload.Rows.Select(r => r.Bar.Date), table.Rows.Select(r => r.Bar.Date).Reverse());
        foreach (var (precise, rounded) in payload.Rows.Zip(table.Rows.Reverse(), (p, t) => (p.Bar, t.Bar)))
        {
            Assert.InRange(rounded.Open!.Value - precise.Open!.Value, -0.00501, 0.00501);
            Assert.InRange(rounded.High!.Value - precise.High!.Value, -0.00501, 0.00501);
            Assert.InRange(rounded.Low!.Value - precise.Low!.Value, -0.00501, 0.00501);
            Assert.InRange(rounded.Close - precise.Close, -0.00501, 0.00501);
            Assert.InRange(rounded.AdjClose!.Value - precise.AdjClose!.Value, -0.00501, 0.00501);
            Assert.Equal(precise.Volume, rounded.Volume);
        }
        Assert.Equal(
            payload.Actions.Where(a => a.Kind == ActionKind.Split).ToHashSet(),
            table.Actions.Where(a => a.Kind == ActionKind.Split).ToHashSet());
    }

    [RealDataTheory]
    [InlineData("2017-05-16_MSFT_react-ssr.html", "MSFT", 98, 2)]
    [InlineData("2022-01-07_GME_react-ssr.html", "GME", 100, 0)]
    [InlineData(Nvda, "NVDA", 251, 5)]
    [InlineData("2024-12-05_IBM_svelte-fragment.html", "IBM", 252, 4)]
    [InlineData("2025-06-16_AAPL_svelte-fragment.html", "AAPL", 63, 1)]
    [InlineData(Tsla, "TSLA", 3_764, 2)]
    public void Table_reads_the_same_as_a_full_DOM_parse(string file, string symbol, int bars, int events)
    {
        var bytes = WithoutScripts(RealData.Bytes("yahoo-pages", file));
        using var dom = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(bytes));
        var cells = dom.QuerySelectorAll("table tbody tr")
            .Select(row => row.QuerySelectorAll("td").Select(c => c.TextContent.Trim()).ToArray()).ToArray();
        var oracle = cells.Where(c => c.Length == 7).Select(c => new DailyBar(
            DateOnly.ParseExact(c[0], ["MMM d, yyyy", "MMM dd, yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None),
            Number(c[1]), Number(c[2]), Number(c[3]), Number(c[4]), Number(c[5]), (long)Number(c[6]))).ToArray();

        var document = ParseSamples.Dropped(bytes, symbol).Document();

        Assert.Equal(bars, oracle.Length);
        Assert.Equal(oracle, document.Rows.Select(r => r.Bar));
        Assert.Equal(events, document.Actions.Count);
    }

    [RealDataTheory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public void Machine_culture_changes_nothing(string culture)
    {
        var table = RealData.Bytes("yahoo-pages", "2024-12-05_IBM_svelte-fragment.html");
        var payload = RealData.Bytes("yahoo-pages", Nvda);
        var csv = RealData.Bytes("csv", "AAPL_2020-12-11.csv");
        var before = Read();
        var current = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(before, Read());
        }
        finally
        {
            CultureInfo.CurrentCulture = current;
        }

        ParsedRow[] Read() =>
        [
            .. ParseSamples.Dropped(table, "IBM").Document().Rows,
            .. ParseSamples.Dropped(payload, "NVDA").Document().Rows,
            .. ParseSamples.Dropped(csv, "AAPL").Document().Rows,
        ];
    }

    [RealDataFact]
    public void Changed_table_number_is_a_disagreement_and_the_payload_wins()
    {
        var text = Encoding.UTF8.GetString(RealData.Bytes("yahoo-pages", Nvda))
            .Replace(
                ">123.54</td> <td class=\"yf-ewueuo\">123.54<", ">123.55</td> <td class=\"yf-ewueuo\">123.54<", StringComparison.Ordinal)
            .Replace(">252,571,700<", ">252,571,701<", StringComparison.Ordinal);

        var document = ParseSamples.Fetched(text, "NVDA").Document();

        Assert.Equal(
            [
                new Disagreement(new(2024, 6, 28), "close", 123.54, 123.55),
                new Disagreement(new(2024, 6, 27), "volume", 252_571_700, 252_571_701),
            ],
            document.Disagreements);
        Assert.Equal(123.54, document.Rows[^1].Bar.Close);
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static byte[] WithoutScripts(byte[] page) =>
        Encoding.UTF8.GetBytes(Scripts().Replace(Encoding.UTF8.GetString(page), ""));

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
