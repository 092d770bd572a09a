using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>Last price of a stock, shared by all processes; never stored as a bar.</summary>
public sealed class LastQuote
{
    /// <summary>Key; the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Where the price is from.</summary>
    public SourceName Source { get; set; }

    /// <summary>In <see cref="Currency"/>.</summary>
    public double Price { get; set; }

    /// <summary>Close of the previous session, in <see cref="Currency"/>; null if the source does not provide it.</summary>
    public double? PreviousClose { get; set; }

    /// <summary>ISO 4217 code as the source gives it; null if it gives none.</summary>
    public string? Currency { get; set; }

    /// <summary>UTC; time of the price according to the source.</summary>
    public DateTime At { get; set; }

    /// <summary>UTC; when the price was requested.</summary>
    public DateTime RequestedAt { get; set; }
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
