using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>How one source is doing, for all processes; and whether it is stopped because its layout changed.</summary>
public sealed class SourceHealthRow
{
    /// <summary>Documents of an unknown layout in a row that stop a source.</summary>
    public const int MostUnknownLayouts = 3;

    public SourceName Source { get; set; }

    /// <summary>Documents of an unknown layout since the last one that could be read.</summary>
    public int UnknownLayouts { get; set; }

    /// <summary>Nothing is asked of it since then; null while it is asked.</summary>
    public DateTime? StoppedAt { get; set; }

    /// <summary>One sentence for a person.</summary>
    public string? StoppedWhy { get; set; }

    /// <summary>Of the parser that did not know the layout: a newer one lets the source run again.</summary>
    public int? StoppedParserVersion { get; set; }

    /// <summary>Fingerprint of the last document that was read.</summary>
    public string? Layout { get; set; }

    /// <summary>Of the last good answer, also one that rightly had nothing new.</summary>
    public DateTime? LastLoadedAt { get; set; }
    public DateTime? LastFailedAt { get; set; }
    public Reason? LastReason { get; set; }
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
    /// <summary>Not asked until a person or a newer parser resumes them.</summary>
    public static IQueryable<SourceHealthRow> Stopped(this IQueryable<SourceHealthRow> sources) => sources.Where(h => h.StoppedAt != null);

    public static Task<List<SourceName>> StoppedAsync(this IQueryable<SourceHealthRow> sources, CancellationToken cancellationToken) =>
        sources.Stopped().Select(h => h.Source).ToListAsync(cancellationToken);
}
