using System.Text.Json.Serialization;

namespace CreamPie.Core.Market.Adjusting;

/// <summary>What has been done to the prices of a document. Volumes follow the splits, inversely.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PriceBasis>))]
public enum PriceBasis
{
    /// <summary>As they were on the exchange that day.</summary>
    AsTraded,

    /// <summary>Divided by every split up to the day of capture: what Yahoo calls Close.</summary>
    SplitAdjusted,

    /// <summary>Adjusted for splits and dividends; a second opinion, never the served series.</summary>
    FullyAdjusted,
}
