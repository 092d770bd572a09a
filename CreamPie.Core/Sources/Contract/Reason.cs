using System.Text.Json.Serialization;

namespace CreamPie.Core.Market;

/// <summary>Why an attempt did not load: one closed set for database, pages, API and metrics.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reason>))]
public enum Reason
{
    /// <summary>No history table or payload of a known layout.</summary>
    Layout,

    /// <summary>A page of the right site that is no price history (a quote summary).</summary>
    NotHistory,
    Consent,
    Challenge,

    /// <summary>The document names another symbol than the one asked for, or than its file.</summary>
    SymbolMismatch,
    SymbolUnknown,

    /// <summary>The file's name does not start with a symbol.</summary>
    FileName,
    Truncated,
    TooLarge,
    ContentType,

    /// <summary>Nothing in it, where the calendar says that something was due.</summary>
    EmptyUnexpected,
    ParseBudget,
    Network,
    ServerError,
    RateLimited,
    Forbidden,
    Redirect,
    Robots,
    ArchiveCorrupt,

    /// <summary>Prices on a basis that this series cannot hold, or bars that are not daily.</summary>
    Basis,
    MassRewrite,
    CrashLoop,

    /// <summary>The settings of the document's source were taken away, so nobody knows how to read it.</summary>
    NotInstalled,

    /// <summary>A bug of ours: the parser or the load threw.</summary>
    Internal,

    /// <summary>The database or the disk was away, full, or so slow that a run was stopped: no fault of the document.</summary>
    Outage,
}
