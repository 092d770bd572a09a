using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Changes;

/// <summary>Reads which stocks and documents changed since the last read, by their change numbers. Not for concurrent reads.</summary>
internal sealed class ChangeReader(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>PostgreSQL stamps a change when it is made; it is visible once committed, at most this much later.</summary>
    private const long LateMicroseconds = 15_000_000;

    private ChangeMark? _last;

    /// <summary>Drops the last mark: the next read returns an incomplete set, because anything may have changed.</summary>
    public void Forget() => _last = null;

    /// <summary>Null if there is nothing new.</summary>
    public async Task<ChangeSet?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        var last = _last;
        var newest = await NewestAsync(db, cancellationToken);
        var (stock, document) = await CoveredAsync(db, newest, cancellationToken);
        var (stocksSince, documentsSince) = last is null
            ? (stock, document)
            : (Math.Min(last.Stock, stock), Math.Min(last.Document, document));
        var rows = await db.Stocks.Where(s => s.Change > stocksSince)
            .Select(s => new { IsStock = true, s.Id, Symbol = (string?)s.Symbol, s.Change })
            .Concat(db.Documents.Where(d => d.Change > documentsSince).Select(d => new { IsStock = false, d.Id, d.Symbol, d.Change }))
            .ToListAsync(cancellationToken);
        var known = last?.NewestStock ?? 0;
        var stocks = await db.Stocks.GroupBy(_ => 1)
            .Select(all => new { Count = all.Count(), Known = all.Count(s => s.Id <= known), Newest = all.Max(s => s.Id) })
            .SingleOrDefaultAsync(cancellationToken);

        _last = new(
            stock, document, stocks?.Newest ?? 0, stocks?.Count ?? 0, rows.ToDictionary(r => (r.IsStock, r.Id), r => r.Change), newest);
        // No trigger reports a deleted stock, and SQLite may reuse the number of its last change.
        var isAnew = last is null || (stocks?.Known ?? 0) < last.Stocks || await WentBackAsync(db, last.Newest, newest, cancellationToken);
        var changed = rows.Where(r => last?.Seen.GetValueOrDefault((r.IsStock, r.Id)) != r.Change).ToList();
        return changed.Count == 0 && !isAnew ? null : new ChangeSet(
            changed.Select(r => r.Symbol).OfType<string>().ToHashSet(),
            changed.Where(r => !r.IsStock).Select(r => r.Id).ToHashSet(),
            isAnew);
    }

    /// <summary>The stock and the document that changed last, as far as there are any.</summary>
    private static async Task<List<Changed>> NewestAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Stocks.OrderByDescending(s => s.Change).Take(1).Select(s => new { IsStock = true, s.Id, s.Change })
            .Concat(db.Documents.OrderByDescending(d => d.Change).Take(1).Select(d => new { IsStock = false, d.Id, d.Change }))
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new Changed(r.IsStock, r.Id, r.Change));
    }

    /// <summary>The change numbers up to which this read sees everything. Documents are never deleted.</summary>
    private static async Task<(long Stock, long Document)> CoveredAsync(
        CreamPieDbContext db, List<Changed> newest, CancellationToken cancellationToken)
    {
        if (!db.Database.IsNpgsql())
            return (newest.Find(n => n.IsStock).Change, newest.Find(n => !n.IsStock).Change);
        var now = await db.Database
            .SqlQuery<long>($"select (extract(epoch from clock_timestamp()) * 1000000)::bigint as \"Value\"")
            .SingleAsync(cancellationToken);
        return (now - LateMicroseconds, now - LateMicroseconds);
    }

    /// <summary>
    /// True if a row's number is lower than it was: a backup was put back, and everything may be older than what was read. The newest
    /// row tells, because each of its later changes, too, has a higher number.
    /// </summary>
    private static async Task<bool> WentBackAsync(
        CreamPieDbContext db, List<Changed> before, List<Changed> newest, CancellationToken cancellationToken)
    {
        foreach (var (isStock, id, change) in before.Except(newest))
        {
            var stands = isStock
                ? await db.Stocks.AnyAsync(s => s.Id == id && s.Change >= change, cancellationToken)
                : await db.Documents.AnyAsync(d => d.Id == id && d.Change >= change, cancellationToken);
            if (!stands)
                return true;
        }
        return false;
    }

    private readonly record struct Changed(bool IsStock, int Id, long Change);

    /// <summary>What the last read covered.</summary>
    /// <param name="Stock">Change number up to which every stock was read.</param>
    /// <param name="Document">Change number up to which every document was read.</param>
    /// <param name="NewestStock">Highest id; ids are never reused.</param>
    /// <param name="Stocks">How many stocks there were.</param>
    /// <param name="Seen">Change numbers already reported that the next read finds again.</param>
    /// <param name="Newest">The stock and the document that had changed last.</param>
    private sealed record ChangeMark(
        long Stock, long Document, int NewestStock, int Stocks, Dictionary<(bool IsStock, int Id), long> Seen, List<Changed> Newest);
}
