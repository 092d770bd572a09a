using CreamPie.Core.Market;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

public sealed class CorporateActionRow
{
    public int StockId { get; set; }
    public DateOnly ExDate { get; set; }
    public ActionKind Kind { get; set; }
    public DateTime KnownFrom { get; set; }

    /// <summary>Null while it stands.</summary>
    public DateTime? KnownTo { get; set; }
    public double? Amount { get; set; }
    public double? Numerator { get; set; }
    public double? Denominator { get; set; }
    public bool Exact { get; set; }
    public DateTime CapturedAt { get; set; }
    public int DocumentId { get; set; }

    public CorporateAction ToAction() => new(ExDate, Kind, Amount, Numerator, Denominator, Exact);
}

internal sealed class CorporateActionMapping : IEntityTypeConfiguration<CorporateActionRow>
{
    public void Configure(EntityTypeBuilder<CorporateActionRow> action)
    {
        action.ToTable("corporate_action");
        action.HasKey(a => new { a.StockId, a.ExDate, a.Kind, a.KnownFrom });
    }
}
