using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>Health of one source, shared by all processes, and the state of its circuit breaker.</summary>
public sealed class SourceHealthRow
{
    /// <summary>Consecutive documents with an unknown layout that stop a source.</summary>
    public const int MostUnknownLayouts = 3;

    /// <summary>The key.</summary>
    public SourceName Source { get; set; }

    /// <summary>Consecutive documents with an unknown layout.</summary>
    public int UnknownLayouts { get; set; }

    /// <summary>UTC; when the circuit breaker stopped the source. Null while it runs.</summary>
    public DateTime? StoppedAt { get; set; }

    /// <summary>Why it was stopped, in one sentence; null while it runs.</summary>
    public string? StoppedWhy { get; set; }

    /// <summary>
    /// Version of the parser that did not know the layout: a newer one resumes the source. Null while it runs.
    /// </summary>
    public int? StoppedParserVersion { get; set; }

    /// <summary>Layout fingerprint of the last loaded document; null before the first.</summary>
    public string? Layout { get; set; }

    /// <summary>UTC of the last success, with or without new data; null before the first.</summary>
    public DateTime? LastLoadedAt { get; set; }

    /// <summary>UTC; null if it never failed.</summary>
    public DateTime? LastFailedAt { get; set; }

    /// <summary>Why it last failed; null if it never did.</summary>
    public Reason? LastReason { get; set; }

    /// <summary><see cref="LastReason"/> as one sentence.</summary>
    public string? LastError { get; set; }
}

internal sealed class SourceHealthMapping : IEntityTypeConfiguration<SourceHealthRow>
{
    public void Configure(EntityTypeBuilder<SourceHealthRow> health)
    {
        health.ToTable("source_health");
        health.HasKey(h => h.Source);
        health.Property(h => h.Source).ValueGeneratedNever();
        health.Property(h => h.StoppedWhy).HasMaxLength(ColumnText.LongestError);
        health.Property(h => h.Layout).HasMaxLength(300);
        health.Property(h => h.LastError).HasMaxLength(ColumnText.LongestError);
    }
}

internal static class SourceHealthPredicates
{
    /// <summary>Stopped until an admin or a newer parser resumes them.</summary>
    public static IQueryable<SourceHealthRow> Stopped(this IQueryable<SourceHealthRow> sources) => sources.Where(h => h.StoppedAt != null);

    public static Task<List<SourceName>> StoppedAsync(this IQueryable<SourceHealthRow> sources, CancellationToken cancellationToken) =>
        sources.Stopped().Select(h => h.Source).ToListAsync(cancellationToken);
}
