using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Market;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Database.Mappings;

internal sealed class StockMapping : IEntityTypeConfiguration<Stock>
{
    public void Configure(EntityTypeBuilder<Stock> stock)
    {
        stock.ToTable("stock");
        stock.HasIndex(s => s.Symbol).IsUnique();
        stock.HasIndex(s => s.NextDue);
        stock.Property(s => s.Symbol).HasMaxLength(Symbol.MaxLength);
        stock.Property(s => s.SourceOrder).HasMaxLength(200);
        stock.Property(s => s.NeedsFullPull).HasDefaultValue(false);
        stock.Ignore(s => s.IsTracked);
        stock.Ignore(s => s.MarketSymbol);
        stock.Property(s => s.Change).IsSetByTrigger();
        stock.HasIndex(s => s.Change);
    }
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
        document.Property(d => d.Error).HasMaxLength(1_000);
        document.Property(d => d.Layout).HasMaxLength(300);
        document.Property(d => d.AcceptedBy).HasMaxLength(256);
        document.Property(d => d.Change).IsSetByTrigger();
        document.HasIndex(d => d.Change);
    }
}

internal sealed class AttemptMapping : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> attempt)
    {
        attempt.ToTable("attempt");
        attempt.HasKey(a => new { a.DocumentId, a.N });
        attempt.Property(a => a.Error).HasMaxLength(1_000);
        attempt.Property(a => a.TraceId).HasMaxLength(32);
    }
}

internal sealed class HostGateMapping : IEntityTypeConfiguration<HostGateRow>
{
    public void Configure(EntityTypeBuilder<HostGateRow> gate)
    {
        gate.ToTable("host_gate");
        gate.HasKey(g => g.Host);
        gate.Property(g => g.Host).HasMaxLength(260);
    }
}

internal sealed class SourceHealthMapping : IEntityTypeConfiguration<SourceHealth>
{
    public void Configure(EntityTypeBuilder<SourceHealth> health)
    {
        health.ToTable("source_health");
        health.HasKey(h => h.Source);
        health.Property(h => h.Source).ValueGeneratedNever();
        health.Property(h => h.StoppedWhy).HasMaxLength(1_000);
        health.Property(h => h.Layout).HasMaxLength(300);
        health.Property(h => h.LastError).HasMaxLength(1_000);
    }
}

internal sealed class HostRobotsMapping : IEntityTypeConfiguration<HostRobots>
{
    public void Configure(EntityTypeBuilder<HostRobots> robots)
    {
        robots.ToTable("host_robots");
        robots.HasKey(r => r.Host);
        robots.Property(r => r.Host).HasMaxLength(260);
    }
}

internal sealed class LastQuoteMapping : IEntityTypeConfiguration<LastQuote>
{
    public void Configure(EntityTypeBuilder<LastQuote> quote)
    {
        quote.ToTable("last_quote");
        quote.HasKey(q => q.StockId);
        quote.Property(q => q.StockId).ValueGeneratedNever();
        quote.Property(q => q.Currency).HasMaxLength(10);
    }
}

internal static class ChangeNumbers
{
    /// <summary>The triggers are in the migrations.</summary>
    public static void IsSetByTrigger(this PropertyBuilder<long> change)
    {
        change.HasDefaultValue(0L);
        change.Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        change.Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}
