using System.Text.Json.Serialization;

namespace CreamPie.Core.Market;

/// <summary>How one attempt at a document ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    Loaded,

    /// <summary>The source answered well and had nothing, and the calendar agrees.</summary>
    NoData,
    Retry,
    HostPaused,

    /// <summary>Kept for a person or a new parser.</summary>
    Quarantined,

    /// <summary>Given up.</summary>
    Dead,
}
