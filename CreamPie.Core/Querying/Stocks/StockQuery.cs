using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>Lists stocks, and the facts about one.</summary>
public sealed class StockQuery(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    private readonly KnownExtents _extents = new();

    /// <summary>Stocks by part of symbol or name, ignoring case; symbols that start with the text come first. All without a text.</summary>
    public async Task<ListPage<SymbolItem>> SymbolsAsync(Caller caller, string? text, PageRequest page, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stocks = await PageAsync(Matching(db.Stocks.AsNoTracking(), text), page, cancellationToken);
        var now = time.Now();
        return new([.. stocks.Items.Select(s => SymbolItem.Of(s, now))], stocks.Total, Next: null, stocks.Cursor);
    }

    /// <summary>Tracked stocks, for an admin; of one status and by part of symbol or name, if given.</summary>
    public async Task<ListPage<TrackItem>> TrackedAsync(
        Caller caller, string? text, StockStatus? status, PageRequest page, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        var now = time.Now();
        var tracked = db.Stocks.AsNoTracking().Tracked();
        if (status is { } wanted)
            tracked = tracked.WithStatus(wanted, now);
        var stocks = await PageAsync(Matching(tracked, text), page, cancellationToken);
        int[] ids = [.. stocks.Items.Select(s => s.Id)];
        var stored = await _extents.OfAsync(db, stocks.Items, cancellationToken);
        var pulls = (await db.Documents.Pulls().Open()
                .Where(d => d.StockId != null && ids.Contains(d.StockId.Value))
                .Select(d => new { StockId = d.StockId!.Value, Pull = new OpenPull(d.Id, d.State, d.NextAttempt) })
                .ToListAsync(cancellationToken))
            .ToLookup(p => p.StockId, p => p.Pull);
        var tracking = await FollowerReader.ReadAsync(db, caller, ids, cancellationToken);
        return new(
            [.. stocks.Items.Select(s => new TrackItem(
                s.Symbol, s.Name, s.StatusAt(now), s.LastOutcome, s.LastReason, s.LastPullAt, s.NextDue,
                stored.GetValueOrDefault(s.Id)?.Days ?? 0, stored.GetValueOrDefault(s.Id)?.Last,
                tracking[s.Id], pulls[s.Id].MaxBy(p => p.DocumentId)))],
            stocks.Total, Next: null, stocks.Cursor);
    }

    /// <summary>The facts about one stock; null if there is no such stock.</summary>
    public async Task<StockFacts?> FactsAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } s)
            return null;
        var stored = (await _extents.OfAsync(db, [s], cancellationToken)).GetValueOrDefault(s.Id);
        return new StockFacts(
            s.Symbol, s.Name, s.Exchange, s.Currency, s.TimeZone, s.StatusAt(time.Now()), s.ServedSource, stored?.Days ?? 0,
            stored?.First, stored?.Last, s.LastPullAt, s.LastOutcome, s.LastReason, s.NextDue, s.Version)
        {
            Tracking = s.IsTracked ? (await FollowerReader.ReadAsync(db, caller, [s.Id], cancellationToken))[s.Id] : null,
        };
    }

    /// <summary>The versions of stocks as one text, in the order of their symbols: another one after a load of any of them.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbols">What is no stock has no version.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <returns>".5.7"; empty for none.</returns>
    public async Task<string> VersionsAsync(Caller caller, IReadOnlyList<string> symbols, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        if (symbols.Count == 0)
            return "";
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var versions = await db.Stocks.AsNoTracking().Where(s => symbols.Contains(s.Symbol))
            .OrderBy(s => s.Symbol).Select(s => s.Version).ToListAsync(cancellationToken);
        return string.Concat(versions.Select(v => string.Create(CultureInfo.InvariantCulture, $".{v}")));
    }

    internal static IOrderedQueryable<Stock> Matching(IQueryable<Stock> stocks, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return stocks.OrderBy(s => s.Symbol);
        var upper = text.Trim().ToUpperInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // becomes the database's upper()
        return stocks
            .Where(s => s.Symbol.Contains(upper) || (s.Name != null && s.Name.ToUpper().Contains(upper)))
            .OrderBy(s => s.Symbol == upper ? 0 : s.Symbol.StartsWith(upper) ? 1 : 2)
            .ThenBy(s => s.Symbol);
#pragma warning restore CA1304, CA1311, CA1862
    }

    private static async Task<ListPage<Stock>> PageAsync(
        IOrderedQueryable<Stock> stocks, PageRequest page, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(page.Cursor, out int start))
            throw new ArgumentException("The cursor is invalid.", nameof(page));
        var total = await stocks.CountAsync(cancellationToken);
        var items = await stocks.Skip(start).Take(page.Limit).ToListAsync(cancellationToken);
        var end = start + items.Count;
        return new(items, total, Next: null, items.Count > 0 && end < total ? Cursor.Of(end) : null);
    }
}
