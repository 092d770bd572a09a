using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Tests.Sources.Yahoo;

namespace CreamPie.Tests.Sources.DropFolder;

/// <summary>Files as web sites and libraries write them: two bars of one share, 24 and 25 November 2026, in every form.</summary>
public sealed class ExportedCsvTests
{
    private const string Plain = "Date,Open,High,Low,Close,Volume\n";
    private const string Stooq = "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n";
    private static readonly DailyBar Tuesday = new(new(2026, 11, 24), 1_210.5, 1_240, 1_200.25, 1_234.5, null, 1_230_000);
    private static readonly DailyBar Wednesday = new(new(2026, 11, 25), 1_234, 1_250.75, 1_230, 1_245.1, null, 456_700);

    public static TheoryData<string, string> Forms => new()
    {
        { "Nasdaq", "Date,Close/Last,Volume,Open,High,Low\n11/25/2026,$1245.10,456700,$1234.00,$1250.75,$1230.00\n"
            + "11/24/2026,$1234.50,1230000,$1210.50,$1240.00,$1200.25\n" },
        { "Nasdaq before 2021", "Date, Close/Last, Volume, Open, High, Low\n11/25/26, $1245.10, 456700, $1234, $1250.75, $1230\n"
            + "11/24/26, $1234.50, 1230000, $1210.50, $1240, $1200.25\n" },
        { "Investing.com", "\"Date\",\"Price\",\"Open\",\"High\",\"Low\",\"Vol.\",\"Change %\"\n"
            + "\"11/25/2026\",\"1,245.10\",\"1,234.00\",\"1,250.75\",\"1,230.00\",\"456.7K\",\"0.86%\"\n"
            + "\"11/24/2026\",\"1,234.50\",\"1,210.50\",\"1,240.00\",\"1,200.25\",\"1.23M\",\"-1.02%\"\n" },
        { "Investing.com of before", "\uFEFF\"Date\",\"Price\",\"Open\",\"High\",\"Low\",\"Vol.\",\"Change %\"\n"
            + "\"Nov 25, 2026\",\"1,245.10\",\"1,234.00\",\"1,250.75\",\"1,230.00\",\"456.70K\",\"0.86%\"\n"
            + "\"Nov 24, 2026\",\"1,234.50\",\"1,210.50\",\"1,240.00\",\"1,200.25\",\"1.23M\",\"-1.02%\"\n" },
        { "Investing.com in German", "\"Datum\",\"Zuletzt\",\"Eröffn.\",\"Hoch\",\"Tief\",\"Vol.\",\"+/- %\"\n"
            + "\"25.11.2026\",\"1.245,10\",\"1.234,00\",\"1.250,75\",\"1.230,00\",\"456,70K\",\"0,86%\"\n"
            + "\"24.11.2026\",\"1.234,50\",\"1.210,50\",\"1.240,00\",\"1.200,25\",\"1,23M\",\"-1,02%\"\n" },
        { "Investing.com in French", "\"Date\",\"Dernier\",\"Ouv.\",\" Plus Haut\",\"Plus Bas\",\"Vol.\",\"Variation %\"\n"
            + "\"25/11/2026\",\"1.245,10\",\"1.234,00\",\"1.250,75\",\"1.230,00\",\"456,70K\",\"0,86%\"\n"
            + "\"24/11/2026\",\"1.234,50\",\"1.210,50\",\"1.240,00\",\"1.200,25\",\"1,23M\",\"-1,02%\"\n" },
        { "MarketWatch", Plain + "11/25/2026,\"1,234.00\",\"1,250.75\",\"1,230.00\",\"1,245.10\",\"456,700\"\n"
            + "11/24/2026,\"1,210.50\",\"1,240.00\",\"1,200.25\",\"1,234.50\",\"1,230,000\"\n" },
        { "Google Finance", "\uFEFF" + Plain + "25-Nov-26,1234.00,1250.75,1230.00,1245.10,456700\n"
            + "24-Nov-26,1210.50,1240.00,1200.25,1234.50,1230000\n" },
        { "GOOGLEFINANCE", Plain + "11/24/2026 16:00:00,1210.5,1240,1200.25,1234.5,1230000\n"
            + "11/25/2026 16:00:00,1234,1250.75,1230,1245.1,456700\n" },
        { "GOOGLEFINANCE in Spain", "Date;Open;High;Low;Close;Volume\n24/11/2026 16:00:00;1210,5;1240;1200,25;1234,5;1230000\n"
            + "25/11/2026 16:00:00;1234;1250,75;1230;1245,1;456700\n" },
        { "GOOGLEFINANCE in 12 hours", Plain + "11/24/2026 4:00:00 PM,1210.5,1240,1200.25,1234.5,1230000\n"
            + "11/25/2026 4:00:00 PM,1234,1250.75,1230,1245.1,456700\n" },
        { "MetaTrader", "<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<VOL>\n2026.11.24\t1210.5\t1240\t1200.25\t1234.5\t1230000\n"
            + "2026.11.25\t1234\t1250.75\t1230\t1245.1\t456700\n" },
        { "Excel's semicolons", "sep=;\nDate;Open;High;Low;Close;Volume;;\n24.11.2026;1.210,50;1.240,00;1.200,25;1.234,50;1.230.000;;\n"
            + "25.11.2026;1.234,00;1.250,75;1.230,00;1.245,10;456.700;;\n" },
        { "Names in small letters", "timestamp,open,high,low,close,volume,adj_close\n2026-11-24,1210.5,1240,1200.25,1234.5,1230000,\n"
            + "2026-11-25,1234,1250.75,1230,1245.1,456700,null\n" },
        { "No name for the index", ",Open,High,Low,Close,Volume\n2026-11-24,1210.5,1240,1200.25,1234.5,1230000\n"
            + "2026-11-25,1234,1250.75,1230,1245.1,456700\n" },
        { "Columns without names", Plain.TrimEnd() + ",,\n2026-11-24,1210.5,1240,1200.25,1234.5,1230000\n"
            + "2026-11-25,1234,1250.75,1230,1245.1,456700,,\n" },
        { "Barchart", "Symbol,Time,Open,High,Low,Last,Change,%Chg,Volume\nTEST,11/25/2026,1234,1250.75,1230,1245.10,10.6,0.86%,456700\n"
            + "TEST,11/24/2026,1210.5,1240,1200.25,1234.5,-12.7,-1.02%,1230000\n" },
        { "Swiss numbers", "Date;Open;High;Low;Close;Volume\n2026-11-24;1'210.50;1'240.00;1'200.25;1'234.50;1'230'000\n"
            + "2026-11-25;1'234.00;1'250.75;1'230.00;1'245.10;456'700\n" },
    };

    [Theory, MemberData(nameof(Forms))]
    public void Every_exporters_file_gives_the_same_two_bars(string exporter, string csv)
    {
        var document = ParseSamples.Dropped(csv).Document();

        Assert.Equal([Tuesday, Wednesday], document.Rows.Select(r => r.Bar).OrderBy(b => b.Date));
        Assert.True(document.Errors.Count == 0, $"{exporter}: {string.Join(' ', document.Errors)}");
        Assert.Equal((PriceBasis.SplitAdjusted, false), (document.Basis, document.BasisProved));
        Assert.Equal(!exporter.StartsWith("Investing", StringComparison.Ordinal), document.Precise);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Unicode_text_of_a_spreadsheet_is_read_by_its_mark(bool bigEndian)
    {
        var utf16 = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        var csv = "Date\tOpen\tHigh\tLow\tClose\tVolume\r\n2026-11-24\t1210.5\t1240\t1200.25\t1234.5\t1230000\r\n";

        Assert.Equal(Tuesday, ParseSamples.Dropped([.. utf16.GetPreamble(), .. utf16.GetBytes(csv)], "TEST").Document().Rows.Single().Bar);
    }

    [Theory]
    [InlineData("2.1B", 2_100_000_000L), InlineData("1.005K", 1_005L), InlineData("3T", 3_000_000_000_000L), InlineData("12", 12L)]
    [InlineData("-", null), InlineData("\u2014", null), InlineData("#N/A", null), InlineData("None", null)]
    public void Volumes_may_be_abbreviated_or_unknown(string text, long? volume)
    {
        var document = ParseSamples.Dropped($"Date,Close,Volume\n2026-11-24,1.5,{text}\n").Document();

        Assert.Equal(volume, document.Rows.Single().Bar.Volume);
    }

    [Theory]
    [InlineData("1.2X"), InlineData("M"), InlineData("1.2.3M")]
    public void Volume_of_an_unknown_unit_refuses_the_file(string text) =>
        Assert.Equal(Reason.Layout, ParseSamples.Dropped($"Date,Close,Volume\n2026-11-24,1.5,{text}\n").Refusal());

    [Theory]
    [InlineData("Note: prices in USD")]
    [InlineData("\"Downloaded from Example.com as of 11-25-2026 05:00pm CST, for you\"")]
    [InlineData("Source: Example Inc.,,,,,\n")]
    public void Note_below_the_table_is_told_and_loses_nothing(string note)
    {
        var document = ParseSamples.Dropped($"{Plain}2026-11-24,1210.5,1240,1200.25,1234.5,1230000\n{note}").Document();

        Assert.Equal(Tuesday, document.Rows.Single().Bar);
        Assert.Equal(RowProblem.Document, document.Errors.Single().Kind);
        // A row that is cut within the name of a month is no note.
        Assert.Equal(Reason.Truncated, ParseSamples.Dropped($"{Plain}Nov 24 2026,1,1,1,1,1\nNovember 2").Refusal());
    }

    [Fact]
    public void Bulk_file_of_Stooq_is_adjusted_for_dividends()
    {
        const string csv = Stooq + "AAPL.US,D,20261124,000000,1210.5,1240,1200.25,1234.5,1230000,0\n";

        Assert.Equal(Reason.Basis, ParseSamples.Dropped(csv, "AAPL").Refusal());
        Assert.Equal(
            Reason.Basis, ParseSamples.Dropped("Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen\n2026-11-24,1,1,1,1,1\n").Refusal());
        Assert.Equal(Tuesday, Told(csv, "AAPL").Rows.Single().Bar);
        Assert.Equal("AAPL", Told(csv, symbol: null).Listing.Symbol);
    }

    [Theory]
    [InlineData("5", "20261124,093500"), InlineData("60", "20261124,100000"), InlineData("W", "20261124,000000")]
    public void Bulk_file_of_another_period_is_refused(string period, string time)
    {
        var csv = Stooq + $"AAPL.US,{period},{time},1,1,1,1,1,0\n";

        Assert.Equal(Reason.Basis, Read(csv, "AAPL.split.csv", "AAPL").Refusal());
    }

    [Fact]
    public void Times_in_a_column_of_their_own_are_intraday()
    {
        const string csv = "Date,Time,Close\n2026-11-24,09:30,1\n2026-11-24,09:35,2\n2026-11-25,09:30,1\n2026-11-25,09:35,2\n";

        Assert.Equal(Reason.Basis, ParseSamples.Dropped(csv).Refusal());
        Assert.Equal(2, ParseSamples.Dropped("Date,Time,Close\n2026-11-24,16:00,1\n2026-11-25,16:00,1\n").Document().Rows.Count);
    }

    [Fact]
    public void Close_beside_no_open_may_be_that_of_a_trade() =>
        Assert.Equal(Reason.Layout, ParseSamples.Dropped("Date,Action,Price,Volume\n2026-11-24,Buy,12.5,10\n").Refusal());

    [Theory]
    [InlineData("AAPL Historical Data.csv", true), InlineData("AAPL.csv", false)]
    public void Ticker_in_the_name_of_Investing_is_told(string name, bool isTold)
    {
        var errors = Read($"{Plain}2026-11-24,1,1,1,1,1\n", name, "AAPL").Document().Errors;

        Assert.Equal(isTold, errors.Any(e => e.Problem.Contains("Investing.com", StringComparison.Ordinal)));
    }

    private static ParsedDocument Told(string csv, string? symbol) => Read(csv, "told.split.csv", symbol).Document();

    private static ParseResult Read(string csv, string fileName, string? symbol) => new DroppedFileSource().Parse(
        new ParseInput(Encoding.UTF8.GetBytes(csv), symbol is null ? null : Symbol.Parse(symbol), FromNetwork: false)
        {
            FileName = fileName,
        },
        CancellationToken.None);
}
