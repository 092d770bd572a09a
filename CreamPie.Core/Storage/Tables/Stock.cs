using System.Text.Json.Serialization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

[JsonConverter(typeof(CamelCaseEnumConverter<StockStatus>))]
public enum StockStatus
{
    /// <summary>Tracked, nothing came yet.</summary>
    Pending,
    Current,

    /// <summary>A due session has not come yet.</summary>
    Late,

    /// <summary>The next attempt is set.</summary>
    Waiting,

    /// <summary>The last pull ended as a dead letter.</summary>
    Failing,
    NotFound,
    Paused,

    /// <summary>Came by file; served, never pulled until it is tracked.</summary>
    Imported,
}

/// <summary>A symbol that we hold bars for, or are asked to.</summary>
public sealed class Stock
{
    public int Id { get; set; }
    public required string Symbol { get; set; }

    /// <summary><see cref="Symbol"/> as the market's type.</summary>
    public Symbol MarketSymbol => CreamPie.Core.Market.Symbol.Parse(Symbol);

    public string? Name { get; set; }
    public string? Exchange { get; set; }
    public string? Currency { get; set; }
    public string? TimeZone { get; set; }
    public StockStatus Status { get; set; }

    /// <summary>The source whose series is served; the others only fill days that it lacks.</summary>
    public SourceName? ServedSource { get; set; }
    public DateOnly? FirstSession { get; set; }
    public DateTime? LastPullAt { get; set; }
    public Outcome? LastOutcome { get; set; }
    public Reason? LastReason { get; set; }
    public DateTime? NextDue { get; set; }

    /// <summary>The sources that are asked, first to last, like "YahooPage,YahooChart"; null for the installation's order.</summary>
    public string? SourceOrder { get; set; }

    /// <summary>The stored history was restated (a split, a dividend): the next pull asks for all of it.</summary>
    public bool NeedsFullPull { get; set; }

    /// <summary>Raised in the transaction of every load.</summary>
    public long Version { get; set; }

    /// <summary>Raised by the database itself whenever the row says something new: what the ChangeFeed reads.</summary>
    public long Change { get; private set; }

    public bool IsTracked => Status != StockStatus.Imported;

    /// <summary>Its sources are asked; queries ask <see cref="StockPredicates.Pulled"/>.</summary>
    public bool IsPulled => Status is not (StockStatus.Imported or StockStatus.Paused);
}

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
        stock.Ignore(s => s.IsPulled);
        stock.Property(s => s.Change).IsSetByTrigger();
        stock.HasIndex(s => s.Change);
    }
}

internal static class StockPredicates
{
    public static IQueryable<Stock> Tracked(this IQueryable<Stock> stocks) => stocks.Where(s => s.Status != StockStatus.Imported);

    /// <summary>Tracked and not paused: their sources are asked.</summary>
    public static IQueryable<Stock> Pulled(this IQueryable<Stock> stocks) =>
        stocks.Tracked().Where(s => s.Status != StockStatus.Paused);
}
