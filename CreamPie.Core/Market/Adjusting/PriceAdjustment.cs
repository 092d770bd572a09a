using System.Text.Json.Serialization;

namespace CreamPie.Core.Market.Adjusting;

/// <summary>Which corporate actions are taken out of a served series.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PriceAdjustment>))]
public enum PriceAdjustment
{
    /// <summary>As traded on the day.</summary>
    None,

    /// <summary>Adjusted for every known split, up to today: what charts call Close.</summary>
    Splits,

    /// <summary>Adjusted for splits, dividends and capital gains: total return.</summary>
    All,
}
