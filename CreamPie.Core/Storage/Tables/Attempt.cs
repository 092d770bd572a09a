using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>One lease of a document and how it ended. The history of attempts answers "why is there no data?".</summary>
public sealed class Attempt
{
    /// <summary>Key of the <see cref="Document"/>.</summary>
    public int DocumentId { get; set; }

    /// <summary>Number of the attempt: the fencing token of its lease.</summary>
    public long N { get; set; }

    /// <summary>UTC.</summary>
    public DateTime Started { get; set; }

    /// <summary>
    /// UTC; null while it runs. Without an outcome the attempt was interrupted, and this is when the next lease found it.
    /// </summary>
    public DateTime? Ended { get; set; }

    /// <summary>Null while it runs, or if it was interrupted.</summary>
    public Outcome? Outcome { get; set; }

    /// <summary>Why nothing was loaded; null if it was.</summary>
    public Reason? Reason { get; set; }

    /// <summary><see cref="Reason"/> as one sentence; null if there was no error.</summary>
    public string? Error { get; set; }

    /// <summary>HTTP status of the response; null without one.</summary>
    public int? HttpStatus { get; set; }

    /// <summary>Size of the archived body, in bytes; null if none was archived.</summary>
    public long? Bytes { get; set; }

    /// <summary>Trace id of the run as in the log: 32 hex digits; null if it had none.</summary>
    public string? TraceId { get; set; }
}

internal sealed class AttemptMapping : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> attempt)
    {
        attempt.ToTable("attempt");
        attempt.HasKey(a => new { a.DocumentId, a.N });
        // Of the last days only, and without the rows: they are counted each time an admin looks.
        attempt.HasIndex(a => new { a.Ended, a.Outcome, a.Bytes });
        attempt.Property(a => a.Error).HasMaxLength(ColumnText.LongestError);
        attempt.Property(a => a.TraceId).HasMaxLength(32);
    }
}
