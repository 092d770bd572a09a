using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>One request to a source, planned or made, or one dropped file, on its way to the stored bars.</summary>
public sealed class Document
{
    /// <summary>Ascending in the order of creation.</summary>
    public int Id { get; set; }

    /// <summary>The source it is requested from; DropFolder for a file.</summary>
    public SourceName Source { get; set; }

    /// <summary>The requested symbol, or the one in the file name, else the one the file itself states; null if there is none.</summary>
    public string? Symbol { get; set; }

    /// <summary><see cref="Symbol"/> as the market type; null also if the text is not a valid symbol.</summary>
    public Symbol? MarketSymbol => CreamPie.Core.Market.Symbol.TryParse(Symbol, out var symbol) ? symbol : null;

    /// <summary>Key of the <see cref="Stock"/>; null until it exists (a refused file creates none).</summary>
    public int? StockId { get; set; }

    /// <summary>Unique and deterministic, so that planning a pull twice creates one document.</summary>
    public required string PlanKey { get; set; }

    /// <summary>UTC.</summary>
    public DateTime PlannedAt { get; set; }

    /// <summary>First requested day; null for the full history.</summary>
    public DateOnly? FromDay { get; set; }

    /// <summary>Final URL after redirects, without secrets; null until fetched and for files.</summary>
    public string? Url { get; set; }

    /// <summary>Name of the dropped file, at most 200 characters; null for a request.</summary>
    public string? FileName { get; set; }

    /// <summary>Where it is in the pipeline.</summary>
    public DocumentState State { get; set; }

    /// <summary>
    /// Attempts so far: counted when the lease is taken, refunded if the document was not the cause of the failure.
    /// </summary>
    public int Attempts { get; set; }

    /// <summary>Crashes of the process while it parsed or loaded these bytes.</summary>
    public int Crashes { get; set; }

    /// <summary>Fencing token, raised by each lease: writes with an older token have no effect.</summary>
    public long Token { get; set; }

    /// <summary>Worker that has the lease; an expired lease keeps it. Null if released.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>UTC; when the lease expires unless renewed. Null without a lease.</summary>
    public DateTime? LeaseUntil { get; set; }

    /// <summary>UTC; not run before.</summary>
    public DateTime NextAttempt { get; set; }

    /// <summary>
    /// UTC; when the sweeper last dispatched it, so that no two sweeps dispatch it. Null if it is not dispatched.
    /// </summary>
    public DateTime? DispatchedAt { get; set; }

    /// <summary>Who waits for it: the user who asked for the pull; null for the house.</summary>
    public string? Requester { get; set; }

    /// <summary>
    /// Its place among the pulls: the lowest is first, and requesters alternate. Null until the next sweep assigns it
    /// (<see cref="Transitions.PullTurns"/>), and for a file.
    /// </summary>
    public long? Turn { get; set; }

    /// <summary>SHA-256 of the archived bytes, lower-case hex; null until they are archived.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Size of the archived bytes; null until they are archived.</summary>
    public long? Bytes { get; set; }

    /// <summary>UTC; when the retention policy gave up the archived bytes. Null while they are kept.</summary>
    public DateTime? BytesRemovedAt { get; set; }

    /// <summary>Days that the source's documents were kept then; null while the bytes are kept.</summary>
    public int? KeptDays { get; set; }

    /// <summary>Why there are no bytes any more, one sentence or two; null while they are kept.</summary>
    public string? BytesRemoved => BytesRemovedAt is { } at
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The retention policy removed the bytes on {at:yyyy-MM-dd}: documents of {Source} that no number refers to are kept for "
            + $"{KeptDays} days.")
        : null;

    /// <summary>Content-Type header of the response; null for a file.</summary>
    public string? ContentType { get; set; }

    /// <summary>Coding of the archived bytes: gzip, or null.</summary>
    public string? ContentEncoding { get; set; }

    /// <summary>Status of the last response; null without one.</summary>
    public int? HttpStatus { get; set; }

    /// <summary>UTC; from the Date header of the response or from the file name; null if neither has one.</summary>
    public DateTime? StatedAt { get; set; }

    /// <summary>UTC; when the source produced the data, settled by parsing. Null until loaded.</summary>
    public DateTime? CapturedAt { get; set; }

    /// <summary>UTC; when the bytes were archived, null before.</summary>
    public DateTime? KnownAt { get; set; }

    /// <summary>Version of the parser that last read it; null until then.</summary>
    public int? ParserVersion { get; set; }

    /// <summary>Fingerprint of the parsed layout: the names of its columns and payload parts; null until parsed.</summary>
    public string? Layout { get; set; }

    /// <summary>Admin who accepted its rewrite of the history; null if not accepted.</summary>
    public string? AcceptedBy { get; set; }

    /// <summary>How the last attempt ended; null before the first end.</summary>
    public Outcome? Outcome { get; set; }

    /// <summary>Why the last attempt loaded nothing; null if it loaded.</summary>
    public Reason? Reason { get; set; }

    /// <summary><see cref="Reason"/> as one sentence; null without one.</summary>
    public string? Error { get; set; }

    /// <summary>Raised by a database trigger on every relevant change of the row; the ChangeFeed reads it.</summary>
    public long Change { get; private set; }

    /// <summary>A request to a source; in queries use <see cref="DocumentPredicates.Pulls"/>.</summary>
    public bool IsPull => FileName is null;

    /// <summary>A dropped or uploaded file; in queries use <see cref="DocumentPredicates.Files"/>.</summary>
    public bool IsFile => FileName is not null;

    /// <summary>A shallow copy, to change a row in memory.</summary>
    public Document Copy() => (Document)MemberwiseClone();
}

internal sealed class DocumentMapping : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> document)
    {
        document.ToTable("document");
        document.HasIndex(d => d.PlanKey).IsUnique();
        document.HasIndex(d => new { d.State, d.NextAttempt });
        document.HasIndex(d => new { d.State, d.Source, d.Turn, d.NextAttempt });
        document.HasIndex(d => new { d.StockId, d.Id });
        document.HasIndex(d => new { d.Symbol, d.Id });
        document.Ignore(d => d.MarketSymbol);
        document.HasIndex(d => d.Sha256);
        document.Property(d => d.PlanKey).HasMaxLength(300);
        document.Property(d => d.Symbol).HasMaxLength(Symbol.MaxLength);
        document.Property(d => d.Url).HasMaxLength(2_000);
        document.Property(d => d.FileName).HasMaxLength(260);
        document.Property(d => d.Sha256).HasMaxLength(64);
        document.Property(d => d.Error).HasMaxLength(ColumnText.LongestError);
        document.Property(d => d.Layout).HasMaxLength(300);
        document.Property(d => d.AcceptedBy).HasMaxLength(256);
        document.Property(d => d.Requester).HasMaxLength(450);
        document.Ignore(d => d.BytesRemoved);
        document.Ignore(d => d.IsPull);
        document.Ignore(d => d.IsFile);
        document.Property(d => d.Change).IsSetByTrigger();
        document.HasIndex(d => d.Change);
    }
}

/// <summary>
/// Queries on combinations of columns, each defined once; <see cref="DocumentStates"/> has the in-memory counterparts.
/// </summary>
internal static class DocumentPredicates
{
    public static IQueryable<Document> Pulls(this IQueryable<Document> documents) => documents.Where(d => d.FileName == null);

    public static IQueryable<Document> Files(this IQueryable<Document> documents) => documents.Where(d => d.FileName != null);

    /// <summary>Not ended yet.</summary>
    public static IQueryable<Document> Open(this IQueryable<Document> documents) =>
        documents.Where(d => DocumentStates.Open.Contains(d.State));

    public static IQueryable<Document> Unleased(this IQueryable<Document> documents, DateTime now) =>
        documents.Where(d => d.LeaseUntil == null || d.LeaseUntil < now);

    /// <summary>Open, due and unleased: a worker may take it.</summary>
    public static IQueryable<Document> Runnable(this IQueryable<Document> documents, DateTime now) =>
        documents.Open().Where(d => d.NextAttempt <= now).Unleased(now);

    /// <summary>Requests that are not being fetched.</summary>
    public static IQueryable<Document> QueuedPulls(this IQueryable<Document> documents) =>
        documents.Pulls().Where(d => d.State == DocumentState.Planned || d.State == DocumentState.Waiting);

    /// <summary>Quarantined or dead.</summary>
    public static IQueryable<Document> DeadLetters(this IQueryable<Document> documents) =>
        documents.Where(d => d.State == DocumentState.Quarantined || d.State == DocumentState.Dead);

    /// <summary>Dead letters, and superseded files, whose bytes were not given up.</summary>
    public static IQueryable<Document> Requeueable(this IQueryable<Document> documents) =>
        documents.Where(d => d.BytesRemovedAt == null
            && (d.State == DocumentState.Quarantined || d.State == DocumentState.Dead
                || (d.State == DocumentState.Superseded && d.FileName != null)));

    /// <summary>Quarantined because their archived bytes are damaged or gone.</summary>
    public static IQueryable<Document> Corrupt(this IQueryable<Document> documents) =>
        documents.Where(d => d.State == DocumentState.Quarantined && d.Reason == Reason.ArchiveCorrupt);

    /// <summary>Quarantined because they would rewrite much of the history.</summary>
    public static IQueryable<Document> MassRewrites(this IQueryable<Document> documents) =>
        documents.Where(d => d.State == DocumentState.Quarantined && d.Reason == Reason.MassRewrite);

    /// <summary>With archived bytes that are needed: to be loaded, or the origin of loaded bars.</summary>
    public static IQueryable<Document> InArchive(this IQueryable<Document> documents) =>
        documents.Where(d => d.Sha256 != null && d.BytesRemovedAt == null
            && (d.State == DocumentState.Archived || d.State == DocumentState.Loaded));

    /// <summary>
    /// Ended, and nobody can run it again: its bytes may go unless a number refers to it. A superseded file can be requeued.
    /// </summary>
    public static IQueryable<Document> Expendable(this IQueryable<Document> documents) =>
        documents.Where(d => d.Sha256 != null && d.BytesRemovedAt == null && d.LeaseOwner == null
            && (d.State == DocumentState.Loaded || (d.State == DocumentState.Superseded && d.FileName == null)));

    /// <summary>The document, if the worker that took it as <paramref name="leased"/> still has the lease.</summary>
    public static IQueryable<Document> LeasedAs(this IQueryable<Document> documents, Document leased) =>
        documents.Where(d => d.Id == leased.Id && d.Token == leased.Token && d.LeaseOwner == leased.LeaseOwner);

    /// <summary>
    /// The document, if that lease was released and no other taken since: the transition was committed and only the reply
    /// was lost.
    /// </summary>
    public static IQueryable<Document> ReleasedAs(this IQueryable<Document> documents, Document leased) =>
        documents.Where(d => d.Id == leased.Id && d.Token == leased.Token && d.LeaseOwner == null);
}
