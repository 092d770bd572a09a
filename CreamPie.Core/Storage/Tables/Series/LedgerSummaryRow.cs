using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>
/// What reads need of a stock's ledger, kept so that they cost the same however many documents stand behind it. Derived: where it is
/// missing, or of another version, the ledger itself is read.
/// </summary>
public sealed class LedgerSummaryRow
{
    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Version of the stock that it is right for.</summary>
    public long Version { get; set; }

    /// <summary>A LedgerSummary as SummaryBytes writes it.</summary>
    public required byte[] Content { get; set; }
}

internal sealed class LedgerSummaryMapping : IEntityTypeConfiguration<LedgerSummaryRow>
{
    public void Configure(EntityTypeBuilder<LedgerSummaryRow> summary)
    {
        summary.ToTable("ledger_summary");
        summary.HasKey(s => s.StockId);
        summary.Property(s => s.StockId).ValueGeneratedNever();
    }
}
