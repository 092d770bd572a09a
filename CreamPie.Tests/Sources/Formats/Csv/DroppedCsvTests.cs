using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Sources.Formats.Csv;

public sealed class DroppedCsvTests
{
    private const string Header = "Date,Open,High,Low,Close,Adj Close,Volume\n";
    private const string Row = "2025-06-13,10.1,12,9,11.1,11,1234500\n";
    private static readonly DailyBar Bar = new(new(2025, 6, 13), 10.1, 12, 9, 11.1, 11, 1_234_500);

    [RealDataTheory]
    [InlineData("AAPL_2020-12-11.csv", "AAPL", 10_086, 1)]
    [InlineData("AAPL_2024-04-09.csv", "AAPL", 10_921, 0)]
    [InlineData("GSPC_2023-12-28.csv", "^GSPC", 24_114, 0)]
    [InlineData("orcl-1995-2014_v2.csv", "ORCL", 5_036, 0)]
    public void Long_histories_load_completely(string file, string symbol, int rows, int errors)
    {
        var document = ParseSamples.Dropped(RealData.Bytes("csv", file), symbol).Document();

        Assert.Equal((rows, errors), (document.Rows.Count, document.Errors.Count));
        Assert.Equal(File.ReadLines(RealData.PathOf("csv", file)).Count() - 1, rows + errors);
        Assert.Equal("csv", document.Text);
        Assert.True(document.Precise);
        Assert.False(document.ListsActions);
        Assert.Null(document.CapturedAt);
        Assert.Equal(PriceBasis.SplitAdjusted, document.Basis);
    }

    [RealDataFact]
    public void Rows_without_a_close_are_counted()
    {
        var document = ParseSamples.Dropped(RealData.Bytes("csv", "DEN_2020-12-11_many-null.csv"), "DEN").Document();

        Assert.Equal(2_733, document.Errors.Count(e => e.Kind == RowProblem.Row));
        Assert.Equal(File.ReadLines(RealData.PathOf("csv", "DEN_2020-12-11_many-null.csv")).Count() - 1 - 2_733, document.Rows.Count);
        Assert.All(document.Errors, e => Assert.NotNull(e.Date));
    }

    [RealDataFact]
    public void Widened_float_becomes_its_shortest_decimal_others_stay()
    {
        var gspc = ParseSamples.Dropped(RealData.Bytes("csv", "GSPC_2023-12-28.csv"), "^GSPC").Document();
        var aapl = ParseSamples.Dropped(RealData.Bytes("csv", "AAPL_2020-12-11.csv"), "AAPL").Document();

        Assert.Equal(17.66, gspc.Rows[0].Bar.Close);
        Assert.Equal(new DailyBar(new(1980, 12, 12), 0.128348, 0.128906, 0.128348, 0.128348, 0.100266, 469_033_600), aapl.Rows[0].Bar);
    }

    [Theory]
    [InlineData("0.000000123456789012")]
    [InlineData("123456789012345")]
    [InlineData("123456792")]
    [InlineData("3.00006103515625")]
    [InlineData("0.1")]
    [InlineData("99999.9999999999")]
    [InlineData("1E-05")]
    public void Fifteen_significant_digits_survive_unchanged(string price)
    {
        var close = ParseSamples.Dropped($"Date,Close\n2025-06-13,{price}\n").Document().Rows.Single().Bar.Close;

        Assert.Equal(double.Parse(price, System.Globalization.CultureInfo.InvariantCulture), close);
    }

    [RealDataFact]
    public void Old_Yahoo_column_order_is_read_as_traded()
    {
        var document = ParseSamples.Dropped(RealData.Bytes("csv", "orcl-1995-2014_ichart-2015.csv"), "ORCL").Document();

        Assert.Equal(PriceBasis.AsTraded, document.Basis);
        Assert.Equal(new DailyBar(new(1995, 1, 3), 44.12, 44.38, 42.87, 42.87, 2, 36_301_200), document.Rows[0].Bar);
    }

    [RealDataFact]
    public void Daily_repair_files_load_and_the_others_are_refused()
    {
        foreach (var path in Directory.GetFiles(RealData.PathOf("repair"), "*.csv")
            .Where(p => !p.EndsWith("PAIRS.csv", StringComparison.Ordinal)))
        {
            var result = ParseSamples.Dropped(File.ReadAllBytes(path), "TEST");
            if (path.Contains("-1wk-", StringComparison.Ordinal) || path.Contains("-15m-", StringComparison.Ordinal))
                Assert.Equal(Reason.Basis, result.Refusal());
            else
                Assert.True(result.Document().ListsActions, path);
        }
    }

    [RealDataFact]
    public void Dividends_and_splits_are_actions_on_the_exchange_date()
    {
        var document = ParseSamples.Dropped(RealData.Bytes("repair", "4063-T-1d-bad-div.csv"), "4063.T").Document();

        Assert.Equal(new DateOnly(2022, 1, 4), document.Rows[0].Bar.Date);
        Assert.Contains(document.Actions, a => a.Kind == ActionKind.Dividend);
        Assert.Contains(CorporateAction.Split(new(2023, 3, 30), 5, 1), document.Actions);
    }

    [Theory]
    [InlineData("Date,Open,High,Low,Close,Adj Close,Volume\r\n2025-06-13,10.1,12,9,11.1,11,1234500\r\n")]
    [InlineData("\uFEFFDate,Open,High,Low,Close,Adj Close,Volume\n2025-06-13,10.1,12,9,11.1,11,1234500")]
    [InlineData("date,OPEN,high,LOW,close,adj close,VOLUME\n2025-06-13,10.1,12,9,11.1,11,1234500\n\n")]
    [InlineData(
        "\"Date\",\"Open\",\"High\",\"Low\",\"Close\",\"Adj Close\",\"Volume\"\n"
        + "\"2025-06-13\",\"10.1\",\"12\",\"9\",\"11.1\",\"11\",\"1234500\"\n")]
    [InlineData("Volume,Close,Date,Adj Close,Low,High,Open,Repaired?\n1234500.0,11.1,2025-06-13,11,9,12,10.1,True\n")]
    [InlineData("Datetime,Open,High,Low,Close,Adj Close,Volume\n2025-06-13 00:00:00+09:00,10.1,12,9,11.1,11,1234500\n")]
    public void Every_notation_gives_the_same_bar(string csv)
    {
        var document = ParseSamples.Dropped(csv).Document();

        Assert.Equal([new ParsedRow(0, Bar)], document.Rows);
        Assert.Empty(document.Errors);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("-")]
    [InlineData("N/A")]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("")]
    public void Unknown_values_are_null_and_unknown_close_an_error(string unknown)
    {
        var document = ParseSamples.Dropped(
            $"{Header}2025-06-12,{unknown},12,9,11.1,{unknown},{unknown}\n2025-06-13,1,1,1,{unknown},1,1\n").Document();

        Assert.Equal(new DailyBar(new(2025, 6, 12), null, 12, 9, 11.1, null, null), document.Rows.Single().Bar);
        Assert.Equal(new RowError(1, new(2025, 6, 13), "The row has no close."), document.Errors.Single());
    }

    [Theory]
    [InlineData("13.06.2025")]
    [InlineData("06/13/2025")]
    [InlineData("20250613")]
    [InlineData("2025-02-30")]
    [InlineData("Jun 13, 2025")]
    public void Other_date_form_refuses_the_file_with_the_right_one(string date)
    {
        var result = ParseSamples.Dropped($"{Header}{Row}\"{date}\",1,1,1,1,1,1\n");

        Assert.Equal(Reason.Layout, result.Refusal());
        Assert.Contains("2025-06-13", ((ParseResult.Refused)result).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"11,1\"")]
    [InlineData("11.1.1")]
    public void Other_number_form_refuses_the_whole_file(string number) =>
        Assert.Equal(Reason.Layout, ParseSamples.Dropped($"{Header}{Row}2025-06-14,1,1,1,{number},1,1\n").Refusal());

    [Theory]
    [InlineData("Day;Start;End\n2025-06-13;1;1\n")]
    [InlineData("Date,Dividends\n2025-06-13,0.1\n")]
    [InlineData("Open,Close\n1,1\n")]
    [InlineData("Date,Close,Close\n2025-06-13,1,2\n")]
    public void Header_without_date_or_close_is_an_unknown_layout(string csv) =>
        Assert.Equal(Reason.Layout, ParseSamples.Dropped(csv).Refusal());

    [Fact]
    public void Cut_last_line_is_refused_but_short_line_counted()
    {
        Assert.Equal(Reason.Truncated, ParseSamples.Dropped($"{Header}{Row}2025-06-16,10.1,12").Refusal());
        Assert.Equal(Reason.Truncated, ParseSamples.Dropped($"{Header}{Row}2025-0").Refusal());
        var document = ParseSamples.Dropped($"{Header}2025-06-12,10.1,12\n{Row}").Document();
        Assert.Equal((1, 1), (document.Rows.Count, document.Errors.Count));
    }

    [Theory]
    [InlineData(",,,,,,\n")]
    [InlineData(",,,,,,")]
    [InlineData(",,")]
    [InlineData("\"\", ,,,,,,,\r\n")]
    public void Empty_row_is_passed_over_and_counted(string empty)
    {
        var document = ParseSamples.Dropped($"{Header}{Row}{empty}").Document();

        Assert.Equal([new ParsedRow(0, Bar)], document.Rows);
        Assert.Equal([new RowError(1, null, "The row is empty.")], document.Errors);
    }

    [Theory]
    [InlineData("16.9200000762939", 16.92)]
    [InlineData("16.92000007629395", 16.92)]
    [InlineData("16.920000076294", 16.92)]
    [InlineData("-0.100000001490116", -0.1)]
    [InlineData("1.3099999705446e-05", 1.31e-05)]
    [InlineData("16.9200000762930", 16.920000076293)]
    [InlineData("16.9212345678901", 16.9212345678901)]
    public void Float_written_with_13_to_16_digits_is_its_shortest_decimal(string written, double price) => Assert.Equal(
        price, ParseSamples.Dropped($"Date,Open,Close\n2025-06-13,{written},1\n").Document().Rows.Single().Bar.Open);

    [Fact]
    public void One_float_shows_that_the_file_is_written_from_floats()
    {
        const string exact = "Date,Close\n2025-06-12,1234.56005859375\n";

        Assert.Equal(1234.56005859375, ParseSamples.Dropped(exact).Document().Rows[0].Bar.Close);
        Assert.Equal(1234.56, ParseSamples.Dropped(exact + "2025-06-13,16.9200000762939\n").Document().Rows[0].Bar.Close);
    }

    [Fact]
    public void Empty_history_is_no_success() => Assert.Equal(Reason.EmptyUnexpected, ParseSamples.Dropped(Header).Refusal());

    [Fact]
    public void Live_row_beside_the_newest_day_is_not_intraday()
    {
        const string head = "Datetime,Close\n2025-06-12 00:00:00-04:00,1\n2025-06-13 00:00:00-04:00,1\n2025-06-13 15:31:00-04:00,2\n";

        Assert.Equal(3, ParseSamples.Dropped(head).Document().Rows.Count);
        Assert.Equal(Reason.Basis, ParseSamples.Dropped(head + "2025-06-13 15:46:00-04:00,2\n").Refusal());
    }

    [Fact]
    public void Reverse_split_is_read_from_its_fraction()
    {
        var document = ParseSamples.Dropped(
            "Date,Close,Adj Close,Dividends,Stock Splits\n2025-06-12,1,1,0.0,0.0\n2025-06-13,20,20,0.5,0.05\n").Document();

        Assert.Equal(
            [CorporateAction.Cash(new(2025, 6, 13), ActionKind.Dividend, 0.5), CorporateAction.Split(new(2025, 6, 13), 1, 20)],
            document.Actions);
    }

    [Fact]
    public void File_with_dividends_but_no_adjusted_close_is_refused()
    {
        // The default output of yfinance's Ticker.history().
        Assert.Equal(
            Reason.Basis,
            ParseSamples.Dropped("Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n2025-06-12,1,1,1,1,1,0.1,0\n").Refusal());
        ParseSamples.Dropped("Date,Open,High,Low,Close,Volume,Stock Splits\n2025-06-12,1,1,1,1,1,0\n").Document();
    }

    [Fact]
    public void File_without_a_symbol_in_its_name_is_refused() =>
        Assert.Equal(Reason.FileName, ParseSamples.Dropped(Header + Row, symbol: null).Refusal());

    [Fact]
    public void Csv_answer_from_a_page_is_refused() =>
        Assert.Equal(Reason.ContentType, ParseSamples.Fetched(Header + Row).Refusal());
}
