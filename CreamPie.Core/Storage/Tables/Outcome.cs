using System.Text.Json.Serialization;

namespace CreamPie.Core.Storage.Tables;

/// <summary>How one attempt at a document ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>Its rows are in the series.</summary>
    Loaded,

    /// <summary>The source answered well and had nothing, and the calendar agrees.</summary>
    NoData,
    /// <summary>It failed and is made again by itself.</summary>
    Retry,
    /// <summary>The host asks for a pause; no attempt is charged.</summary>
    HostPaused,

    /// <summary>Kept for a person or a new parser.</summary>
    Quarantined,

    /// <summary>Given up.</summary>
    Dead,
}
