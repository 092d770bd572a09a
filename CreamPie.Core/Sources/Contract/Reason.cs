using System.Text.Json.Serialization;

namespace CreamPie.Core.Sources.Contract;

/// <summary>Why an attempt did not load: one closed set for database, pages, API and metrics.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reason>))]
public enum Reason
{
    /// <summary>No history table or payload of a known layout.</summary>
    Layout,

    /// <summary>The right site's page, but no price history (a quote summary).</summary>
    NotHistory,

    /// <summary>A consent form instead of the document.</summary>
    Consent,

    /// <summary>A bot check instead of the document.</summary>
    Challenge,

    /// <summary>The document names another symbol than the requested one, or than its file.</summary>
    SymbolMismatch,

    /// <summary>The source does not know the symbol.</summary>
    SymbolUnknown,

    /// <summary>The file's name does not start with a symbol.</summary>
    FileName,

    /// <summary>The document is truncated.</summary>
    Truncated,

    /// <summary>More bytes than a document may have.</summary>
    TooLarge,

    /// <summary>Not text, or not in the expected format.</summary>
    ContentType,

    /// <summary>No rows, though by the calendar some were due.</summary>
    EmptyUnexpected,

    /// <summary>Parsing exceeded the time or element limit of a document.</summary>
    ParseBudget,

    /// <summary>The source could not be reached, or the connection broke.</summary>
    Network,

    /// <summary>The source failed: a status of 5xx, or an error page with any other.</summary>
    ServerError,

    /// <summary>The source requests a pause: status 429, or a notice of its limit.</summary>
    RateLimited,

    /// <summary>The source refuses us: status 401, 403 or 451, or an invalid key.</summary>
    Forbidden,

    /// <summary>A redirect to another host, or too many of them.</summary>
    Redirect,

    /// <summary>The host's robots.txt disallows the address.</summary>
    Robots,

    /// <summary>The archived bytes are missing or do not match their hash.</summary>
    ArchiveCorrupt,

    /// <summary>Prices on a basis that this series cannot hold, or bars that are not daily.</summary>
    Basis,

    /// <summary>The days of its rows cannot be told from their times, or are a day off as a whole.</summary>
    Days,

    /// <summary>It would rewrite much of a finished history without a known reason.</summary>
    MassRewrite,

    /// <summary>The process died repeatedly while parsing or loading these bytes.</summary>
    CrashLoop,

    /// <summary>The document's source has no settings any more: it takes no requests and parses nothing.</summary>
    NotInstalled,

    /// <summary>A bug of ours: the parser or the load threw.</summary>
    Internal,

    /// <summary>The database or the disk was unavailable, full, or so slow that a run was stopped: no fault of the document.</summary>
    Outage,
}
