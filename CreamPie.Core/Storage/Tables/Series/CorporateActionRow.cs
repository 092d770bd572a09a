using CreamPie.Core.Market;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>A split or cash payment of a stock in one version; replaced versions are kept.</summary>
public sealed class CorporateActionRow
{
    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Ex-date, in the exchange's time zone.</summary>
    public DateOnly ExDate { get; set; }

    /// <summary>Split, dividend or capital gain.</summary>
    public ActionKind Kind { get; set; }

    /// <summary>UTC; from when this version is known.</summary>
    public DateTime KnownFrom { get; set; }

    /// <summary>UTC; when it was replaced or withdrawn, null while current.</summary>
    public DateTime? KnownTo { get; set; }

    /// <summary>Cash per share in <see cref="Currency"/>, split-adjusted; null for a split.</summary>
    public double? Amount { get; set; }

    /// <summary>Currency of the amount, as its document has it; null if it does not say: the listing's.</summary>
    public string? Currency { get; set; }

    /// <summary>New shares of the split ratio (10 in 10:1); null for cash.</summary>
    public double? Numerator { get; set; }

    /// <summary>Old shares of the split ratio (1 in 10:1); null for cash.</summary>
    public double? Denominator { get; set; }

    /// <summary>False if the amount was read from a text rounded for display.</summary>
    public bool Exact { get; set; }

    /// <summary>UTC; capture time of the document.</summary>
    public DateTime CapturedAt { get; set; }

    /// <summary>Document that listed it.</summary>
    public int DocumentId { get; set; }

    /// <summary>Document that replaced, moved or withdrew it; null while current, and where an older version did not record it.</summary>
    public int? EndedByDocumentId { get; set; }

    /// <summary>
    /// Of a split that ended: prices of a basis from its ex-date to this day contain it all the same. Null where none do.
    /// </summary>
    public DateOnly? PricedThrough { get; set; }

    /// <summary>The same as the market type.</summary>
    public CorporateAction ToAction() => new(ExDate, Kind, Amount, Numerator, Denominator, Exact, Currency);
}

internal sealed class CorporateActionMapping : IEntityTypeConfiguration<CorporateActionRow>
{
    public void Configure(EntityTypeBuilder<CorporateActionRow> action)
    {
        action.ToTable("corporate_action");
        action.Property(a => a.Currency).HasMaxLength(CorporateAction.MaxCurrencyLength);
        action.HasKey(a => new { a.StockId, a.ExDate, a.Kind, a.KnownFrom });
    }
}
