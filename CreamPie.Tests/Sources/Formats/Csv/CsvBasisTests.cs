using System.Globalization;
using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Sources.Formats.Csv;

/// <summary>The basis of a CSV is told or proved, not assumed.</summary>
public sealed class CsvBasisTests
{
    private static readonly DateOnly First = new(2024, 1, 1);

    [Theory]
    [InlineData("Date,Close,High,Low,Open,Volume", "37.50,37.9,37.2,37.4,100")]
    [InlineData("date,close,high,low,open,volume", "37.50,37.9,37.2,37.4,100")]
    [InlineData("Date,Close,Dividends,High,Low,Open,Stock Splits,Volume", "37.50,0,37.9,37.2,37.4,0,100")]
    [InlineData("Date,Open,High,Low,Close,Volume,Dividends,Stock Splits,Capital Gains", "37.4,37.9,37.2,37.5,100,0,0,0")]
    public void Columns_of_yfinance_by_default_are_adjusted_for_dividends(string header, string row)
    {
        Assert.Equal(Reason.Basis, ParseSamples.Dropped($"{header}\n2024-01-02,{row}\n").Refusal());
        Assert.Equal(
            (PriceBasis.SplitAdjusted, true), BasisOf(Read($"{header}\n2024-01-02,{row}\n", "TEST.split.csv").Document()));
    }

    [Theory]
    [InlineData("^GSPC"), InlineData("EURUSD=X"), InlineData("ES=F"), InlineData("BTC-USD")]
    public void What_pays_no_dividends_is_adjusted_for_splits_alone(string symbol) => Assert.Equal(
        (PriceBasis.SplitAdjusted, true),
        BasisOf(ParseSamples.Dropped("Date,Close,High,Low,Open,Volume\n2024-01-02,37.50,37.9,37.2,37.4,100\n", symbol).Document()));

    [Theory]
    [InlineData("aapl_us_d.csv", false), InlineData("aapl_us_d (1).csv", false), InlineData("AAPL.csv", true)]
    public void File_by_the_name_of_Stooq_is_adjusted_for_dividends(string name, bool isLoaded)
    {
        const string csv = "Date,Open,High,Low,Close,Volume\n2020-05-01,69.4679,72.5585,69.3704,70.1499,247875448\n";
        if (isLoaded)
            Assert.Equal((PriceBasis.SplitAdjusted, false), BasisOf(Read(csv, name).Document()));
        else
            Assert.Equal(Reason.Basis, Read(csv, name).Refusal());
    }

    [Theory]
    [InlineData("Date,Open,High,Low,Close,Volume,Adj Close", "1,1,1,1,1,0.9", PriceBasis.AsTraded)]
    [InlineData("Date,High,Low,Open,Close,Volume,Adj Close", "1,1,1,1,1,0.9", PriceBasis.SplitAdjusted)]
    [InlineData("date,open,high,low,close,volume,adj_close", "1,1,1,1,1,0.9", PriceBasis.SplitAdjusted)]
    [InlineData("Date,Open,High,Low,Close,Adj Close,Volume", "1,1,1,1,0.9,1", PriceBasis.SplitAdjusted)]
    public void Order_of_columns_is_that_of_one_exporter_alone(string header, string row, PriceBasis basis) =>
        Assert.Equal((basis, true), BasisOf(ParseSamples.Dropped($"{header}\n2024-01-02,{row}\n").Document()));

    [Fact]
    public void Column_of_adjusted_closes_without_one_says_nothing() => Assert.Equal(
        (PriceBasis.SplitAdjusted, false),
        BasisOf(ParseSamples.Dropped("Date,Open,High,Low,Close,Volume,Adj Close\n2024-01-02,1,1,1,1,1,\n").Document()));

    [Theory]
    [InlineData(2, 1), InlineData(3, 2), InlineData(1, 10), InlineData(7, 1), InlineData(20, 1), InlineData(5, 4)]
    [InlineData(9, 5), InlineData(7, 4)]
    public void Adjusted_close_over_close_that_steps_by_a_ratio_is_as_traded(int numerator, int denominator)
    {
        var ratio = (double)numerator / denominator;
        foreach (var newestFirst in new[] { false, true })
        {
            var document = ParseSamples.Dropped(WithAdjusted(i => i < 15 ? ratio : 1, newestFirst)).Document();

            Assert.Equal((PriceBasis.AsTraded, true), BasisOf(document));
            Assert.Contains($"{numerator}:{denominator} on 2024-01-16", document.BasisNote, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Dividends_are_no_steps_of_a_split()
    {
        Assert.Equal(PriceBasis.SplitAdjusted, ParseSamples.Dropped(WithAdjusted(_ => 1)).Document().Basis);
        // A third of the price is paid out: adjusted close over close steps by 1.5 as at a 3:2 split, but it is listed.
        Assert.Equal(
            PriceBasis.SplitAdjusted,
            ParseSamples.Dropped(
                "Date,Close,Adj Close,Dividends,Stock Splits\n2024-01-02,90,60,0,0\n2024-01-03,60,60,30,0\n").Document().Basis);
    }

    [Fact]
    public void Told_basis_does_not_stand_against_the_numbers()
    {
        var traded = WithAdjusted(i => i < 15 ? 2 : 1);

        Assert.Equal(Reason.Basis, Read(traded, "TEST.split.csv").Refusal());
        Assert.Equal((PriceBasis.AsTraded, true), BasisOf(Read(traded, "TEST.traded.csv").Document()));
        Assert.Equal(Reason.Basis, Read(WithSplitColumn(isTraded: true), "TEST.split.csv").Refusal());
        Assert.Equal(Reason.Basis, Read(WithSplitColumn(isTraded: false), "TEST.traded.csv").Refusal());
    }

    [Fact]
    public void Prices_that_step_at_listed_splits_are_converted()
    {
        var traded = ParseSamples.Dropped(WithSplitColumn(isTraded: true)).Document();
        var processed = Core.Processing.Processor.Process(traded, new(new(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc)));

        Assert.Equal(PriceBasis.AsTraded, traded.Basis);
        Assert.Equal((PriceBasis.SplitAdjusted, true), (processed.Basis, processed.BasisProved));
        Assert.All(processed.Bars, bar => Assert.InRange(bar.Close, 39, 42));
        Assert.Equal(
            (PriceBasis.SplitAdjusted, false), BasisOf(ParseSamples.Dropped(WithSplitColumn(isTraded: false)).Document()));
    }

    [Fact]
    public void Whole_cents_after_the_splits_prove_the_basis()
    {
        Assert.Equal((PriceBasis.SplitAdjusted, true), BasisOf(ParseSamples.Dropped(Cents(i => 1)).Document()));
        Assert.Equal((PriceBasis.SplitAdjusted, false), BasisOf(Read(Cents(i => 1), "TEST.unproved.csv").Document()));
        // A dividend taken out of the older prices leaves no whole cents there.
        Assert.Equal((PriceBasis.SplitAdjusted, false), BasisOf(ParseSamples.Dropped(Cents(i => i < 40 ? 0.993112 : 1)).Document()));

        // KO before its 2:1 split: 77.03 is written 38.515.
        static string Cents(Func<int, double> factor) => Csv("date,open,high,low,close,volume,dividend,split", 100, i =>
        {
            var price = (7_703 + 7 * i) / 100.0 / (i < 60 ? 2 : 1) * factor(i) + 1e-6;
            return string.Create(CultureInfo.InvariantCulture, $"{price:F6},{price:F6},{price:F6},{price:F6},100,0,{(i == 60 ? 2 : 1)}.0");
        });
    }

    [Theory]
    [InlineData(
        "timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient", "1,1,1,1,1,1,0,1", PriceBasis.AsTraded)]
    [InlineData("date,close,high,low,open,volume,adjClose,divCash,splitFactor", "1,1,1,1,1,1,0,1", PriceBasis.AsTraded)]
    [InlineData("Date,Close,Ex-Dividend,Split Ratio,Adj. Open,Adj. Close", "1,0,1,1,1", PriceBasis.AsTraded)]
    // EODHD's closes are as traded: without a later split they are split-adjusted, too.
    [InlineData("Date,Open,High,Low,Close,Adjusted_close,Volume", "100,100,100,100,97,1", PriceBasis.SplitAdjusted)]
    [InlineData("Date,Open,High,Low,Close,Adjusted_close,Volume", "100,100,100,100,24.5,1", PriceBasis.AsTraded)]
    [InlineData("Date,Open,High,Low,Close,Adjusted_close,Volume", "1,1,1,1,20,1", PriceBasis.AsTraded)]
    [InlineData("date,open,high,low,close,adj_close,volume", "100,100,100,100,24.5,1", PriceBasis.SplitAdjusted)]
    public void Exporters_of_closes_as_traded_are_known(string header, string row, PriceBasis basis) =>
        Assert.Equal((basis, true), BasisOf(ParseSamples.Dropped($"{header}\n2026-11-24,{row}\n2026-11-25,{row}\n").Document()));

    [Theory]
    [InlineData("dividend,split"), InlineData("Dividends,Splits"), InlineData("DIVIDEND,Stock Split"), InlineData("dividends,splits")]
    public void Columns_of_actions_are_read_in_any_case(string columns)
    {
        var document = ParseSamples.Dropped(
            $"date,open,high,low,close,volume,{columns}\n2024-01-02,1,1,1,1,1,0.0,1.0\n2024-01-03,1,1,1,1,1,0.255,2.0\n").Document();

        Assert.Equal(
            [CorporateAction.Cash(new(2024, 1, 3), ActionKind.Dividend, 0.255), CorporateAction.Split(new(2024, 1, 3), 2, 1)],
            document.Actions);
        Assert.True(document.ListsActions);
        Assert.Empty(document.Errors);
    }

    [Fact]
    public void Every_other_unknown_column_is_told()
    {
        var document = ParseSamples.Dropped(
            "Date,Close,Dividend Yield,payout,Open_Interest,Change %,close_time,\n2024-01-02,1,0.5,0.25,7,1%,9,\n").Document();

        Assert.Empty(document.Actions);
        Assert.Equal(["Dividend Yield", "payout", "close_time"], document.Errors.Select(e => e.Problem.Split('"')[1]));
        Assert.All(document.Errors, e => Assert.Equal(RowProblem.Document, e.Kind));
    }

    /// <summary>The one real file as traded has six splits; in the order of the others it is as traded, too.</summary>
    [RealDataFact]
    public void Oracles_six_splits_are_found_in_any_order_of_columns()
    {
        var lines = Encoding.UTF8.GetString(RealData.Bytes("csv", "orcl-1995-2014_ichart-2015.csv"))
            .Split('\n', StringSplitOptions.TrimEntries)
            .Where(l => l.Length > 0).Select(l => l.Split(','))
            .Select(f => string.Join(',', [.. f[..5], f[6], f[5]]));

        var document = ParseSamples.Dropped(string.Join('\n', lines) + "\n").Document();

        Assert.Equal(PriceBasis.AsTraded, document.Basis);
        foreach (var day in new[] { "1995-02-23", "1996-04-17", "1997-08-18", "1999-03-01", "2000-01-19", "2000-10-13" })
            Assert.Contains(day, document.BasisNote, StringComparison.Ordinal);
        Assert.DoesNotContain("more", document.BasisNote, StringComparison.Ordinal);
    }

    private static ParseResult Read(string csv, string fileName) => new DroppedFileSource().Parse(
        new ParseInput(Encoding.UTF8.GetBytes(csv), Symbol.Parse("TEST"), FromNetwork: false) { FileName = fileName },
        CancellationToken.None);

    private static (PriceBasis, bool) BasisOf(ParsedDocument document) => (document.Basis, document.BasisProved);

    /// <summary>Thirty days with a dividend of 1 % on the tenth; the close is the split-adjusted one times a ratio.</summary>
    private static string WithAdjusted(Func<int, double> ratio, bool newestFirst = false)
    {
        var csv = Csv("Date,Close,Adj Close", 30, i => string.Create(
            CultureInfo.InvariantCulture,
            $"{(40 + i % 3) * ratio(i):0.00},{(40 + i % 3) * (i < 10 ? 0.99 : 1):0.00}"));
        if (!newestFirst)
            return csv;
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', [lines[0], .. lines[1..].Reverse()]) + "\n";
    }

    /// <summary>A split of 2:1 on the sixteenth of thirty days.</summary>
    private static string WithSplitColumn(bool isTraded) => Csv("Date,Close,Dividend,Split", 30, i => string.Create(
        CultureInfo.InvariantCulture, $"{(40 + i % 3) * (isTraded && i < 15 ? 2 : 1)},0,{(i == 15 ? 2 : 1)}"));

    private static string Csv(string header, int days, Func<int, string> row)
    {
        var csv = new StringBuilder(header + "\n");
        for (var i = 0; i < days; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{First.AddDays(i):yyyy-MM-dd},{row(i)}\n");
        return csv.ToString();
    }
}
