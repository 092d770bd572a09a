using System.Text.Json.Serialization;

namespace CreamPie.Core.Market.Adjusting;

/// <summary>The basis of a document's prices. Volumes follow the splits, inversely.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PriceBasis>))]
public enum PriceBasis
{
    /// <summary>As traded that day.</summary>
    AsTraded,

    /// <summary>Divided by every split up to the day of capture: what Yahoo calls Close.</summary>
    SplitAdjusted,

    /// <summary>Adjusted for splits and dividends; a second opinion, never the served series.</summary>
    FullyAdjusted,
}
