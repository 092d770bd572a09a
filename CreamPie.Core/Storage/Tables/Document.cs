using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>One planned or made request, or one dropped file, on its way from the source to the bars.</summary>
public sealed class Document
{
    public int Id { get; set; }
    public SourceName Source { get; set; }

    /// <summary>What was asked for, or what the file is named after; null if the file's name has no symbol.</summary>
    public string? Symbol { get; set; }

    /// <summary>The same as the market's type; null also if the text is no symbol.</summary>
    public Symbol? MarketSymbol => CreamPie.Core.Market.Symbol.TryParse(Symbol, out var symbol) ? symbol : null;

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
    public DateTime? DispatchedAt { get; set; }

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

    /// <summary>A request to a source; queries ask <see cref="DocumentPredicates.Pulls"/>.</summary>
    public bool IsPull => FileName is null;

    /// <summary>A dropped or uploaded file; queries ask <see cref="DocumentPredicates.Files"/>.</summary>
    public bool IsFile => FileName is not null;

    public Document Copy() => (Document)MemberwiseClone();
}

internal sealed class DocumentMapping : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> document)
    {
        document.ToTable("document");
        document.HasIndex(d => d.PlanKey).IsUnique();
        document.HasIndex(d => new { d.State, d.NextAttempt });
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
        document.Ignore(d => d.IsPull);
        document.Ignore(d => d.IsFile);
        document.Property(d => d.Change).IsSetByTrigger();
        document.HasIndex(d => d.Change);
    }
}

/// <summary>What the document's columns mean together, each said once; <see cref="DocumentStates"/> says the same of a row in memory.</summary>
internal static class DocumentPredicates
{
    public static IQueryable<Document> Pulls(this IQueryable<Document> documents) => documents.Where(d => d.FileName == null);

    public static IQueryable<Document> Files(this IQueryable<Document> documents) => documents.Where(d => d.FileName != null);

    /// <summary>There is work left to do.</summary>
    public static IQueryable<Document> Open(this IQueryable<Document> documents) =>
        documents.Where(d => DocumentStates.Open.Contains(d.State));

    public static IQueryable<Document> Unleased(this IQueryable<Document> documents, DateTime now) =>
        documents.Where(d => d.LeaseUntil == null || d.LeaseUntil < now);

    /// <summary>Open, due and unleased: a worker may take it.</summary>
    public static IQueryable<Document> Runnable(this IQueryable<Document> documents, DateTime now) =>
        documents.Open().Where(d => d.NextAttempt <= now).Unleased(now);

    /// <summary>Requests that no worker is making.</summary>
    public static IQueryable<Document> QueuedPulls(this IQueryable<Document> documents) =>
        documents.Pulls().Where(d => d.State == DocumentState.Planned || d.State == DocumentState.Waiting);

    /// <summary>Quarantined or dead.</summary>
    public static IQueryable<Document> DeadLetters(this IQueryable<Document> documents) =>
        documents.Where(d => d.State == DocumentState.Quarantined || d.State == DocumentState.Dead);

    /// <summary>Dead letters, and files that were taken out of the queue.</summary>
    public static IQueryable<Document> Requeueable(this IQueryable<Document> documents) =>
        documents.Where(d => d.State == DocumentState.Quarantined || d.State == DocumentState.Dead
            || (d.State == DocumentState.Superseded && d.FileName != null));

    /// <summary>Quarantined because their archived bytes are damaged or gone.</summary>
    public static IQueryable<Document> Corrupt(this IQueryable<Document> documents) =>
        documents.Where(d => d.State == DocumentState.Quarantined && d.Reason == Reason.ArchiveCorrupt);

    /// <summary>Quarantined because they would rewrite much of the history.</summary>
    public static IQueryable<Document> MassRewrites(this IQueryable<Document> documents) =>
        documents.Where(d => d.State == DocumentState.Quarantined && d.Reason == Reason.MassRewrite);

    /// <summary>Their archived bytes are in use: to be loaded, or behind bars that are.</summary>
    public static IQueryable<Document> InArchive(this IQueryable<Document> documents) =>
        documents.Where(d => d.Sha256 != null && (d.State == DocumentState.Archived || d.State == DocumentState.Loaded));

    /// <summary>The one row, while the worker that took it as <paramref name="leased"/> still has the lease.</summary>
    public static IQueryable<Document> LeasedAs(this IQueryable<Document> documents, Document leased) =>
        documents.Where(d => d.Id == leased.Id && d.Token == leased.Token && d.LeaseOwner == leased.LeaseOwner);

    /// <summary>The one row, if that lease was given up and none was taken since: its end was written, only the answer was lost.</summary>
    public static IQueryable<Document> ReleasedAs(this IQueryable<Document> documents, Document leased) =>
        documents.Where(d => d.Id == leased.Id && d.Token == leased.Token && d.LeaseOwner == null);
}
