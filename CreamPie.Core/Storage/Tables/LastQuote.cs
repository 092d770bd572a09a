using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>The last price that a source told of a stock, for all processes; never a bar.</summary>
public sealed class LastQuote
{
    public int StockId { get; set; }
    public SourceName Source { get; set; }
    public double Price { get; set; }

    /// <summary>Of the session before; null if the source does not tell it.</summary>
    public double? PreviousClose { get; set; }
    public string? Currency { get; set; }

    /// <summary>When the price was made, as the source says (UTC).</summary>
    public DateTime At { get; set; }

    /// <summary>When we asked (UTC).</summary>
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
