using System.Text.Json.Serialization;

namespace CreamPie.Core.Market;

/// <summary>The places that documents come from, in rank order: where two have a day, the first one is served.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SourceName>))]
public enum SourceName : short
{
    YahooPage = 1,
    YahooChart = 2,
    DropFolder = 3,
    AlphaVantage = 4,
    CsvTemplate = 5,
}
