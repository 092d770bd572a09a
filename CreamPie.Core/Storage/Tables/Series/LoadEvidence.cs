using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>
/// What one loaded document shows of splits and dividends besides listing them. Beside the ledger, because every chart reads
/// that and only a load with a contested action reads this. A document that was loaded before there was such a row has none.
/// </summary>
public sealed class LoadEvidence
{
    /// <summary>Key.</summary>
    public int DocumentId { get; set; }

    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Splits up to this day are in its prices, as far as the document alone can say.</summary>
    public DateOnly StatedBasis { get; set; }

    /// <summary>False if one of its payments was not understood: then it denies none.</summary>
    public bool TellsCash { get; set; }

    /// <summary>Closes and adjusted closes of some days, encoded by PriceSamples.</summary>
    public required byte[] Samples { get; set; }
}

internal sealed class LoadEvidenceMapping : IEntityTypeConfiguration<LoadEvidence>
{
    public void Configure(EntityTypeBuilder<LoadEvidence> evidence)
    {
        evidence.ToTable("load_evidence");
        evidence.HasKey(e => e.DocumentId);
        evidence.Property(e => e.DocumentId).ValueGeneratedNever();
        evidence.HasIndex(e => e.StockId);
    }
}
