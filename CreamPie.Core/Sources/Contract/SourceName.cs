using System.Text.Json.Serialization;

namespace CreamPie.Core.Sources.Contract;

/// <summary>The sources in rank order: of two that have a day, the first is served. The numbers are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SourceName>))]
public enum SourceName : short
{
    /// <summary>The history page of Yahoo Finance.</summary>
    YahooPage = 1,

    /// <summary>Yahoo's chart endpoint (v8).</summary>
    YahooChart = 2,

    /// <summary>Dropped or uploaded files; takes no requests.</summary>
    DropFolder = 3,

    /// <summary>Alpha Vantage's daily series; needs a key.</summary>
    AlphaVantage = 4,

    /// <summary>A source of CSV files described by settings (Sources:Csv).</summary>
    CsvTemplate = 5,

    /// <summary>
    /// Documents of any source whose price basis is neither told nor proved: a series of its own, served only while there is no
    /// other.
    /// </summary>
    Unproved = 6,
}
