using System.Text.Json.Serialization;
using CreamPie.Core.Market;

namespace CreamPie.Core.Archiving;

[JsonConverter(typeof(JsonStringEnumConverter<DocumentState>))]
public enum DocumentState
{
    Planned,
    Fetching,
    Waiting,
    Archived,
    Loaded,
    Quarantined,
    Dead,
    Superseded,
}

/// <summary>One planned or made request, or one dropped file, on its way from the source to the bars.</summary>
public sealed class Document
{
    public int Id { get; set; }
    public SourceName Source { get; set; }

    /// <summary>What was asked for, or what the file is named after; null if the file's name has no symbol.</summary>
    public string? Symbol { get; set; }

    /// <summary>The same as the market's type; null also if the text is no symbol.</summary>
    public Symbol? MarketSymbol => Market.Symbol.TryParse(Symbol, out var symbol) ? symbol : null;

    /// <summary>Null until the stock exists: a refused file creates none.</summary>
    public int? StockId { get; set; }

    /// <summary>Deterministic, so that planning twice plans once.</summary>
    public required string PlanKey { get; set; }
    public DateTime PlannedAt { get; set; }

    /// <summary>The first day that is asked for; null for the whole history.</summary>
    public DateOnly? FromDay { get; set; }
    public string? Url { get; set; }
    public string? FileName { get; set; }

    public DocumentState State { get; set; }

    /// <summary>Charged at the claim, refunded when nobody was to blame.</summary>
    public int Attempts { get; set; }

    /// <summary>Deaths inside parse or load of these bytes.</summary>
    public int Crashes { get; set; }

    /// <summary>Fencing token, raised by each claim: who holds an older one has lost the document.</summary>
    public long Token { get; set; }
    public string? LeaseOwner { get; set; }
    public DateTime? LeaseUntil { get; set; }
    public DateTime NextAttempt { get; set; }

    /// <summary>When it was last given to the job server, so that it is not given twice in a row.</summary>
    public DateTime? HandedAt { get; set; }

    /// <summary>Lower-case hex of the archived bytes; null until they are archived.</summary>
    public string? Sha256 { get; set; }
    public long? Bytes { get; set; }
    public string? ContentType { get; set; }
    public string? ContentEncoding { get; set; }
    public int? HttpStatus { get; set; }

    /// <summary>When the answer's Date header or the file's name says that it was made.</summary>
    public DateTime? StatedAt { get; set; }

    /// <summary>When the source said it, as settled by reading the document.</summary>
    public DateTime? CapturedAt { get; set; }

    /// <summary>When we archived it.</summary>
    public DateTime? KnownAt { get; set; }

    public int? ParserVersion { get; set; }

    /// <summary>Fingerprint of the shape that was read: the names of its columns and of its payload's parts.</summary>
    public string? Layout { get; set; }

    /// <summary>Who has said that its rewrite of the history is right; null while nobody has.</summary>
    public string? AcceptedBy { get; set; }
    public Outcome? Outcome { get; set; }
    public Reason? Reason { get; set; }
    public string? Error { get; set; }

    /// <summary>Raised by the database itself whenever the row says something new: what the ChangeFeed reads.</summary>
    public long Change { get; private set; }

    public Manifest ToManifest(IReadOnlyDictionary<string, string>? headers) => new(
        Id, Source, Symbol, FileName, Url, HttpStatus, headers, ContentType, ContentEncoding, StatedAt, KnownAt!.Value, Sha256!, Bytes!.Value);

    public Document Copy() => (Document)MemberwiseClone();
}
