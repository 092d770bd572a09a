using CreamPie.Core.Loading;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Database.Mappings;

internal sealed class DailyBarMapping : IEntityTypeConfiguration<DailyBarRow>
{
    public void Configure(EntityTypeBuilder<DailyBarRow> bar)
    {
        bar.ToTable("daily_bar");
        bar.HasKey(b => new { b.StockId, b.Source, b.Date });
    }
}

internal sealed class BarRevisionMapping : IEntityTypeConfiguration<BarRevision>
{
    public void Configure(EntityTypeBuilder<BarRevision> revision)
    {
        revision.ToTable("bar_revision");
        revision.HasKey(r => new { r.StockId, r.Source, r.Date, r.KnownFrom });
    }
}

internal sealed class AdjustmentRevisionMapping : IEntityTypeConfiguration<AdjustmentRevision>
{
    public void Configure(EntityTypeBuilder<AdjustmentRevision> revision)
    {
        revision.ToTable("adjustment_revision");
        revision.HasKey(r => new { r.StockId, r.Source, r.BeforeDate, r.KnownFrom });
    }
}

internal sealed class CorporateActionMapping : IEntityTypeConfiguration<CorporateActionRow>
{
    public void Configure(EntityTypeBuilder<CorporateActionRow> action)
    {
        action.ToTable("corporate_action");
        action.HasKey(a => new { a.StockId, a.ExDate, a.Kind, a.KnownFrom });
    }
}

internal sealed class LoadLedgerMapping : IEntityTypeConfiguration<LoadLedgerEntry>
{
    public void Configure(EntityTypeBuilder<LoadLedgerEntry> entry)
    {
        entry.ToTable("load_ledger");
        entry.HasKey(e => new { e.DocumentId, e.ParserVersion });
        entry.HasIndex(e => new { e.StockId, e.Source });
        entry.Property(e => e.Sha256).HasMaxLength(64);
    }
}

internal sealed class FindingMapping : IEntityTypeConfiguration<Finding>
{
    public void Configure(EntityTypeBuilder<Finding> finding)
    {
        finding.ToTable("finding");
        finding.HasIndex(f => new { f.StockId, f.Kind, f.Date });
        finding.HasIndex(f => f.DocumentId);
        finding.Property(f => f.Seen).HasMaxLength(500);
        finding.Property(f => f.Done).HasMaxLength(200);
    }
}
