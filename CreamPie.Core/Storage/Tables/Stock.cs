using System.Security.Cryptography;
using System.Text.Json.Serialization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>Whether a stock is pulled, and how fresh its data is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StockStatus>))]
public enum StockStatus
{
    /// <summary>Tracked, no data yet.</summary>
    Pending,

    /// <summary>The last complete session is stored.</summary>
    Current,

    /// <summary>A session that is complete is not stored yet.</summary>
    Late,

    /// <summary>A pull failed; the next attempt is scheduled.</summary>
    Waiting,

    /// <summary>The last pull ended as a dead letter.</summary>
    Failing,

    /// <summary>No source knows the symbol; pulled again on later days, then no more.</summary>
    NotFound,

    /// <summary>Not pulled until an admin reactivates it.</summary>
    Paused,

    /// <summary>Imported from a file: served, and not pulled until it is tracked.</summary>
    Imported,

    /// <summary>Another listing has its ticker now: served under a symbol of its own, and never pulled.</summary>
    Retired,
}

/// <summary>A symbol that has bars or is tracked.</summary>
public sealed class Stock
{
    /// <summary>Ascending in the order of creation.</summary>
    public int Id { get; set; }

    /// <summary>Upper-case ticker, or what a retired listing is addressed by (S=1); unique.</summary>
    public required string Symbol { get; set; }

    /// <summary><see cref="Symbol"/> as the market type.</summary>
    public Symbol MarketSymbol => CreamPie.Core.Market.Symbol.Parse(Symbol);

    /// <summary>Company name; null until a document has it.</summary>
    public string? Name { get; set; }

    /// <summary>Exchange code; null until a document has it.</summary>
    public string? Exchange { get; set; }

    /// <summary>ISO 4217 code of the prices; null until a document has it.</summary>
    public string? Currency { get; set; }

    /// <summary>IANA time zone of the exchange; null until a document has it.</summary>
    public string? TimeZone { get; set; }

    /// <summary>First day on which it traded under its ticker, as the latest document states it; null until one does.</summary>
    public DateOnly? FirstTradeDate { get; set; }

    /// <summary>The ticker that it had until another listing took it; null while it has one.</summary>
    public string? FormerSymbol { get; set; }

    /// <summary>The ticker that it has or had, by which its documents are named.</summary>
    public string Ticker => FormerSymbol ?? Symbol;

    /// <summary>The day before its successor's first; null while it has its ticker.</summary>
    public DateOnly? ListedUntil { get; set; }

    /// <summary>An admin has decided that all bars under its ticker are of one listing.</summary>
    public bool IsOneListing { get; set; }

    /// <summary>
    /// Whether it is pulled, and how fresh its data was after its last pull: readers get <see cref="StatusAt"/>, which needs no pull to
    /// become late.
    /// </summary>
    public StockStatus Status { get; set; }

    /// <summary>
    /// UTC; when, by the exchange's calendar, the first session after its last pull was final: a current stock is late from then on.
    /// Null before the first pull.
    /// </summary>
    public DateTime? CurrentUntil { get; set; }

    /// <summary>Source of the served series; other sources only fill its missing days. Null without bars.</summary>
    public SourceName? ServedSource { get; set; }

    /// <summary>First stored session; null without bars.</summary>
    public DateOnly? FirstSession { get; set; }

    /// <summary>Newest stored session; null without bars.</summary>
    public DateOnly? LastSession { get; set; }

    /// <summary>Its close, as its document gives it; null without bars.</summary>
    public double? LastClose { get; set; }

    /// <summary>UTC; when the last attempt ended, null before the first.</summary>
    public DateTime? LastPullAt { get; set; }

    /// <summary>How it ended; null before the first.</summary>
    public Outcome? LastOutcome { get; set; }

    /// <summary>Why it loaded nothing; null if it loaded.</summary>
    public Reason? LastReason { get; set; }

    /// <summary>UTC; when the next pull is due. Null if none is.</summary>
    public DateTime? NextDue { get; set; }

    /// <summary>Source order, first to last, like "YahooPage,YahooChart"; null for the installation's order.</summary>
    public string? SourceOrder { get; set; }

    /// <summary>The stored history was restated (split, dividend): the next pull requests the full history.</summary>
    public bool NeedsFullPull { get; set; }

    /// <summary>Its documents are to be judged anew: by newer rules, or because listings were separated or joined.</summary>
    public bool NeedsReplay { get; set; }

    /// <summary>0 before the first load; raised by every load, in its transaction (<see cref="RaiseVersion"/>). Never repeats.</summary>
    public long Version { get; set; }

    /// <summary>Raised by a database trigger on every relevant change of the row; the ChangeFeed reads it.</summary>
    public long Change { get; private set; }

    /// <summary>
    /// Raised by a database trigger whenever <see cref="Version"/> or <see cref="Symbol"/> does, and for a new stock, in the order of the
    /// commits: who has seen one has seen all lower ones.
    /// </summary>
    public long DataChange { get; private set; }

    /// <summary>The status as it is true at <paramref name="now"/>; in queries use <see cref="StockPredicates.WithStatus"/>.</summary>
    /// <param name="now">UTC.</param>
    public StockStatus StatusAt(DateTime now) =>
        Status == StockStatus.Current && CurrentUntil <= now ? StockStatus.Late : Status;

    /// <summary>Its sources are pulled, or paused; in queries use <see cref="StockPredicates.Tracked"/>.</summary>
    public bool IsTracked => Status is not (StockStatus.Imported or StockStatus.Retired);

    /// <summary>Tracked and not paused; in queries use <see cref="StockPredicates.Pulled"/>.</summary>
    public bool IsPulled => IsTracked && Status != StockStatus.Paused;

    /// <summary>
    /// Raises <see cref="Version"/> by a step that no other load repeats. Counted by ones, a database put back from a backup would give
    /// the versions after it a second time, for other data, and what holds the first (the ETag of a client, the cache of a node) would
    /// not notice. Eight million loads stay below 2^53, which a browser can count.
    /// </summary>
    public void RaiseVersion() => Version += RandomNumberGenerator.GetInt32(1, int.MaxValue);
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
        stock.HasIndex(s => s.FormerSymbol);
        stock.HasIndex(s => s.LastSession);
        stock.Property(s => s.FormerSymbol).HasMaxLength(Symbol.MaxLength);
        stock.Property(s => s.IsOneListing).HasDefaultValue(false);
        stock.Property(s => s.NeedsFullPull).HasDefaultValue(false);
        stock.Property(s => s.NeedsReplay).HasDefaultValue(false);
        stock.HasIndex(s => s.NeedsReplay);
        stock.Ignore(s => s.IsTracked);
        stock.Ignore(s => s.MarketSymbol);
        stock.Ignore(s => s.IsPulled);
        stock.Property(s => s.Change).IsSetByTrigger();
        stock.HasIndex(s => s.Change);
        stock.Property(s => s.DataChange).IsSetByTrigger();
        stock.HasIndex(s => s.DataChange);
    }
}

internal static class StockPredicates
{
    public static IQueryable<Stock> Tracked(this IQueryable<Stock> stocks) =>
        stocks.Where(s => s.Status != StockStatus.Imported && s.Status != StockStatus.Retired);

    /// <summary>Stocks whose status is this one at <paramref name="now"/> (UTC).</summary>
    public static IQueryable<Stock> WithStatus(this IQueryable<Stock> stocks, StockStatus status, DateTime now) => status switch
    {
        StockStatus.Late => stocks.Where(s =>
            s.Status == StockStatus.Late || (s.Status == StockStatus.Current && s.CurrentUntil <= now)),
        StockStatus.Current => stocks.Where(s =>
            s.Status == StockStatus.Current && (s.CurrentUntil == null || s.CurrentUntil > now)),
        _ => stocks.Where(s => s.Status == status),
    };

    /// <summary>Tracked and not paused.</summary>
    public static IQueryable<Stock> Pulled(this IQueryable<Stock> stocks) =>
        stocks.Tracked().Where(s => s.Status != StockStatus.Paused);
}
