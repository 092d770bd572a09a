using System.Text.Json.Serialization;

namespace CreamPie.Core.Sources.Contract;

/// <summary>The places that documents come from, in rank order: where two have a day, the first one is served. The numbers are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SourceName>))]
public enum SourceName : short
{
    /// <summary>The history page of Yahoo Finance.</summary>
    YahooPage = 1,

    /// <summary>Yahoo's chart endpoint (v8).</summary>
    YahooChart = 2,

    /// <summary>Files that were dropped or uploaded: never asked.</summary>
    DropFolder = 3,

    /// <summary>Alpha Vantage's daily series; needs a key.</summary>
    AlphaVantage = 4,

    /// <summary>A source of CSV files described by settings (Sources:Csv).</summary>
    CsvTemplate = 5,
}
