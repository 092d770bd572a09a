using System.Text.Json.Serialization;

namespace CreamPie.Core.Sources.Contract;

/// <summary>Why an attempt did not load: one closed set for database, pages, API and metrics.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reason>))]
public enum Reason
{
    /// <summary>No history table or payload of a known layout.</summary>
    Layout,

    /// <summary>A page of the right site that is no price history (a quote summary).</summary>
    NotHistory,

    /// <summary>A consent form stands in place of the document.</summary>
    Consent,

    /// <summary>A check for robots stands in place of the document.</summary>
    Challenge,

    /// <summary>The document names another symbol than the one asked for, or than its file.</summary>
    SymbolMismatch,

    /// <summary>The source does not know the symbol.</summary>
    SymbolUnknown,

    /// <summary>The file's name does not start with a symbol.</summary>
    FileName,

    /// <summary>The document ends before its end.</summary>
    Truncated,

    /// <summary>More bytes than a document may have.</summary>
    TooLarge,

    /// <summary>No text, or a text of another format than was expected.</summary>
    ContentType,

    /// <summary>Nothing in it, where the calendar says that something was due.</summary>
    EmptyUnexpected,

    /// <summary>Reading it took more time or more elements than a document may.</summary>
    ParseBudget,

    /// <summary>The source could not be reached, or the connection broke.</summary>
    Network,

    /// <summary>The source failed: a status of 5xx, or an error page with status 200.</summary>
    ServerError,

    /// <summary>The source asks for a pause: status 429, or a notice of its limit.</summary>
    RateLimited,

    /// <summary>The source does not want to answer us: status 401, 403 or 451, or a key that it does not take.</summary>
    Forbidden,

    /// <summary>A redirect to another host, or too many of them.</summary>
    Redirect,

    /// <summary>The host's robots.txt disallows the address.</summary>
    Robots,

    /// <summary>The archived bytes are missing or are not those of their hash.</summary>
    ArchiveCorrupt,

    /// <summary>Prices on a basis that this series cannot hold, or bars that are not daily.</summary>
    Basis,

    /// <summary>It would rewrite much of a finished history, and nothing explains it.</summary>
    MassRewrite,

    /// <summary>The process died several times inside the parse or the load of these bytes.</summary>
    CrashLoop,

    /// <summary>The settings of the document's source were taken away: it can be neither asked nor read.</summary>
    NotInstalled,

    /// <summary>A bug of ours: the parser or the load threw.</summary>
    Internal,

    /// <summary>The database or the disk was away, full, or so slow that a run was stopped: no fault of the document.</summary>
    Outage,
}
