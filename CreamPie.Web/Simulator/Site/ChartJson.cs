using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CreamPie.Web.Simulator.Exchange;

namespace CreamPie.Web.Simulator.Site;

/// <summary>Writes the answer of Yahoo's chart endpoint, with its numbers: 32-bit floats, widened.</summary>
internal static class ChartJson
{
    public static readonly JsonWriterOptions AsYahooWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Of(SimulatedQuote quote)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + quote.Rows.Length * 140);
        using (var json = new Utf8JsonWriter(buffer, AsYahooWrites))
        {
            json.WriteStartObject();
            json.WriteStartObject("chart");
            json.WriteStartArray("result");
            json.WriteStartObject();
            Meta(json, quote);
            if (quote.Rows.Length > 0)
                Series(json, quote);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteNull("error");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    private static void Meta(Utf8JsonWriter json, SimulatedQuote quote)
    {
        var (company, last, year) = (quote.Company, quote.Last, quote.LastYear);
        json.WriteStartObject("meta");
        json.WriteString("currency", "USD");
        json.WriteString("symbol", company.Symbol);
        json.WriteString("exchangeName", company.Exchange);
        json.WriteString("fullExchangeName", quote.ExchangeName);
        json.WriteString("instrumentType", company.IsIndex ? "INDEX" : "EQUITY");
        json.WriteNumber("firstTradeDate", quote.FirstTrade);
        json.WriteNumber("regularMarketTime", quote.LastTrade);
        json.WriteBoolean("hasPrePostMarketData", !company.IsIndex);
        json.WriteNumber("gmtoffset", quote.Offset);
        json.WriteString("timezone", quote.IsSummer ? "EDT" : "EST");
        json.WriteString("exchangeTimezoneName", MarketHours.Zone);
        json.WriteNumber("regularMarketPrice", Cents(last.Close));
        json.WriteNumber("fiftyTwoWeekHigh", Cents(year.Max(r => r.High)));
        json.WriteNumber("fiftyTwoWeekLow", Cents(year.Min(r => r.Low)));
        json.WriteNumber("regularMarketDayHigh", Cents(last.High));
        json.WriteNumber("regularMarketDayLow", Cents(last.Low));
        json.WriteNumber("regularMarketVolume", last.Volume);
        json.WriteString("longName", company.Name);
        json.WriteString("shortName", company.Name);
        if (quote.PreviousClose is { } previous)
            json.WriteNumber("chartPreviousClose", Cents(previous));
        json.WriteNumber("priceHint", 2);
        json.WriteString("dataGranularity", "1d");
        json.WriteString("range", "");
        json.WriteEndObject();
    }

    private static void Series(Utf8JsonWriter json, SimulatedQuote quote)
    {
        var rows = quote.Rows;
        Numbers("timestamp", i => quote.Times[i]);
        Events(json, quote);
        json.WriteStartObject("indicators");
        json.WriteStartArray("quote");
        json.WriteStartObject();
        Numbers("open", i => rows[i].Open);
        Numbers("high", i => rows[i].High);
        Numbers("low", i => rows[i].Low);
        Numbers("close", i => rows[i].Close);
        Numbers("volume", i => rows[i].Volume);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("adjclose");
        json.WriteStartObject();
        Numbers("adjclose", i => rows[i].AdjClose);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();

        // A double holds every integer that occurs here; NaN means unknown.
        void Numbers(string name, Func<int, double> value)
        {
            json.WriteStartArray(name);
            for (var i = 0; i < rows.Length; i++)
            {
                if (value(i) is var number && double.IsNaN(number))
                    json.WriteNullValue();
                else
                    json.WriteNumberValue(number);
            }
            json.WriteEndArray();
        }
    }

    private static void Events(Utf8JsonWriter json, SimulatedQuote quote)
    {
        var dividends = quote.Rows.Where(r => r.Dividend > 0).ToList();
        var splits = quote.Rows.Where(r => r.Split is not null).ToList();
        if (dividends.Count + splits.Count == 0)
            return;
        json.WriteStartObject("events");
        if (dividends.Count > 0)
        {
            json.WriteStartObject("dividends");
            foreach (var row in dividends)
            {
                Start(json, row.Day);
                json.WriteNumber("amount", row.Dividend);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        if (splits.Count > 0)
        {
            json.WriteStartObject("splits");
            foreach (var row in splits)
            {
                var terms = row.Split!.Value;
                Start(json, row.Day);
                json.WriteNumber("numerator", terms.New);
                json.WriteNumber("denominator", terms.Old);
                json.WriteString("splitRatio", $"{terms.New}:{terms.Old}");
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Dated by the open of its ex-date.</summary>
    private static void Start(Utf8JsonWriter json, DateOnly day)
    {
        var opening = SimulatedQuote.Seconds(MarketHours.OpenOf(day));
        json.WriteStartObject(opening.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("date", opening);
    }

    private static double Cents(float price) => Math.Round(price, 2);
}
