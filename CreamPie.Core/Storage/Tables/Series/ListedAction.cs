using CreamPie.Core.Market;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>
/// A split or cash payment as one loaded document lists it, in the reading of its newest parser. The standing actions
/// (<see cref="CorporateActionRow"/>) are derived from these.
/// </summary>
public sealed class ListedAction
{
    /// <summary>Document that lists it.</summary>
    public int DocumentId { get; set; }

    /// <summary>Ex-date, in the exchange's time zone.</summary>
    public DateOnly ExDate { get; set; }

    /// <summary>Split, dividend or capital gain.</summary>
    public ActionKind Kind { get; set; }

    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>As in <see cref="CorporateActionRow"/>.</summary>
    public double? Amount { get; set; }

    /// <summary>As in <see cref="CorporateActionRow"/>.</summary>
    public string? Currency { get; set; }

    /// <summary>As in <see cref="CorporateActionRow"/>.</summary>
    public double? Numerator { get; set; }

    /// <summary>As in <see cref="CorporateActionRow"/>.</summary>
    public double? Denominator { get; set; }

    /// <summary>As in <see cref="CorporateActionRow"/>.</summary>
    public bool Exact { get; set; }

    /// <summary>The same as the market type.</summary>
    public CorporateAction ToAction() => new(ExDate, Kind, Amount, Numerator, Denominator, Exact, Currency);
}

internal sealed class ListedActionMapping : IEntityTypeConfiguration<ListedAction>
{
    public void Configure(EntityTypeBuilder<ListedAction> action)
    {
        action.ToTable("listed_action");
        action.Property(a => a.Currency).HasMaxLength(CorporateAction.MaxCurrencyLength);
        action.HasKey(a => new { a.DocumentId, a.ExDate, a.Kind });
        action.HasIndex(a => a.StockId);
    }
}
