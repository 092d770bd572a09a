using System.Text.Json.Serialization;

namespace CreamPie.Core.Storage.Tables;

/// <summary>How one attempt at a document ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>Its bars are stored.</summary>
    Loaded,

    /// <summary>A valid response without rows, and no session was due according to the calendar.</summary>
    NoData,
    /// <summary>Failed; retried automatically.</summary>
    Retry,
    /// <summary>The host is paused; the attempt is not counted, except while the host is unavailable.</summary>
    HostPaused,

    /// <summary>Kept for review or for a newer parser.</summary>
    Quarantined,

    /// <summary>Given up.</summary>
    Dead,
}
