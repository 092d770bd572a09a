using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>What one document said about which days: makes a second load impossible and settles which document wins a day.</summary>
public sealed class LoadLedgerEntry
{
    public int DocumentId { get; set; }
    public int ParserVersion { get; set; }
    public int StockId { get; set; }
    public SourceName Source { get; set; }
    public DateOnly FirstDay { get; set; }
    public DateOnly LastDay { get; set; }
    public DateOnly? FinalThrough { get; set; }
    public DateOnly BasisDate { get; set; }

    /// <summary>True if nothing dates the document: its prices may have splits of after its basis in them.</summary>
    public bool BasisGuessed { get; set; }
    public bool Precise { get; set; }

    /// <summary>True if the document lists the splits and dividends of its range.</summary>
    public bool ListsActions { get; set; }
    public DateTime CapturedAt { get; set; }
    public required string Sha256 { get; set; }
    public int Rows { get; set; }

    /// <summary>What it told about the listing.</summary>
    public string? Name { get; set; }
    public string? Exchange { get; set; }
    public string? Currency { get; set; }
    public string? TimeZone { get; set; }

    /// <summary>Days within the range that other documents have and this one does not: it does not vouch for them.</summary>
    public List<DateOnly> MissingDays { get; set; } = [];
    public long Token { get; set; }
    public DateTime LoadedAt { get; set; }
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
