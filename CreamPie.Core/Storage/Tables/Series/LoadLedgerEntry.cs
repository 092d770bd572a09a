using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Series;

/// <summary>What one document covers: prevents a second load, and decides which document wins a day.</summary>
public sealed class LoadLedgerEntry
{
    /// <summary>Key, with <see cref="ParserVersion"/>.</summary>
    public int DocumentId { get; set; }

    /// <summary>Version of the parser that read it.</summary>
    public int ParserVersion { get; set; }

    /// <summary>Key of the <see cref="Stock"/>.</summary>
    public int StockId { get; set; }

    /// <summary>Source of the series it was loaded into.</summary>
    public SourceName Source { get; set; }

    /// <summary>First day of the range.</summary>
    public DateOnly FirstDay { get; set; }

    /// <summary>Last day of the range, inclusive.</summary>
    public DateOnly LastDay { get; set; }

    /// <summary>Last day whose bar is final; null if none is.</summary>
    public DateOnly? FinalThrough { get; set; }

    /// <summary>
    /// Splits up to this day are in its prices: as the document says, or as its prices show beside those of other documents.
    /// </summary>
    public DateOnly BasisDate { get; set; }

    /// <summary>
    /// True if nothing dates the document: its prices may contain splits later than <see cref="BasisDate"/>.
    /// </summary>
    public bool BasisGuessed { get; set; }

    /// <summary>True if its prices are unrounded.</summary>
    public bool Precise { get; set; }

    /// <summary>True if the document lists the splits and dividends of its range.</summary>
    public bool ListsActions { get; set; }

    /// <summary>True if it lists no dividends where others do and adjusts for none: its adjusted closes contain none.</summary>
    public bool ForgetsCash { get; set; }

    /// <summary>Payments up to this day are in its adjusted closes, except <see cref="LackedCash"/>; no later one is.</summary>
    public DateOnly CashBasisDate { get; set; }

    /// <summary>Ex-dates of standing payments that its adjusted closes do not contain, oldest first.</summary>
    public List<DateOnly> LackedCash { get; set; } = [];

    /// <summary>UTC; when the source produced it.</summary>
    public DateTime CapturedAt { get; set; }

    /// <summary>SHA-256 of the archived bytes, lower-case hex.</summary>
    public required string Sha256 { get; set; }

    /// <summary>Bars in the document.</summary>
    public int Rows { get; set; }

    /// <summary>Name of the listing in the document; null if it has none.</summary>
    public string? Name { get; set; }

    /// <summary>Exchange code in the document; null if it has none.</summary>
    public string? Exchange { get; set; }

    /// <summary>Currency in the document; null if it has none.</summary>
    public string? Currency { get; set; }

    /// <summary>IANA time zone of the exchange in the document; null if it has none.</summary>
    public string? TimeZone { get; set; }

    /// <summary>First trade date of the listing in the document; null if it has none.</summary>
    public DateOnly? FirstTradeDate { get; set; }

    /// <summary>Days within the range that other documents have and this one lacks: it does not vouch for them.</summary>
    public List<DateOnly> MissingDays { get; set; } = [];

    /// <summary>Fencing token of the lease that loaded it.</summary>
    public long Token { get; set; }

    /// <summary>UTC.</summary>
    public DateTime LoadedAt { get; set; }

    /// <summary>A shallow copy, to change a row in memory.</summary>
    public LoadLedgerEntry Copy() => (LoadLedgerEntry)MemberwiseClone();
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

internal static class LoadLedgerEntries
{
    /// <summary>One of each document: that of the newest parser version.</summary>
    public static IEnumerable<LoadLedgerEntry> Newest(this IEnumerable<LoadLedgerEntry> entries) =>
        entries.GroupBy(e => e.DocumentId).Select(document => document.MaxBy(e => e.ParserVersion)!);

    /// <summary>By capture, ties by hash, then by parser version: what the first of them states is current.</summary>
    public static IEnumerable<LoadLedgerEntry> LatestFirst(this IEnumerable<LoadLedgerEntry> entries) => entries
        .OrderByDescending(e => e.CapturedAt)
        .ThenByDescending(e => e.Sha256, StringComparer.Ordinal)
        .ThenByDescending(e => e.ParserVersion);
}
