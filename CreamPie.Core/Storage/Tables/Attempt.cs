using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>One claim of a document and how it ended; the last 20 answer "why is there no data?".</summary>
public sealed class Attempt
{
    public int DocumentId { get; set; }

    /// <summary>The claim's token.</summary>
    public long N { get; set; }
    public DateTime Started { get; set; }

    /// <summary>With no outcome it was broken off, and this is when the next claim saw it.</summary>
    public DateTime? Ended { get; set; }
    public Outcome? Outcome { get; set; }
    public Reason? Reason { get; set; }
    public string? Error { get; set; }
    public int? HttpStatus { get; set; }
    public long? Bytes { get; set; }

    /// <summary>Of the run, as the log has it: 32 hex digits.</summary>
    public string? TraceId { get; set; }
}

internal sealed class AttemptMapping : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> attempt)
    {
        attempt.ToTable("attempt");
        attempt.HasKey(a => new { a.DocumentId, a.N });
        attempt.Property(a => a.Error).HasMaxLength(ColumnText.LongestError);
        attempt.Property(a => a.TraceId).HasMaxLength(32);
    }
}
