using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>
/// Checks the invariants that must hold at every moment, whatever process was killed: hourly, those of the files as often as the
/// settings say, and all at the end of the crash tests.
/// </summary>
public sealed class InvariantCheck(Archive archive, IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock)
{
    private const int MostNamed = 20;

    private static readonly TimeSpan OldestLease = TimeSpan.FromMinutes(5);

    /// <summary>Stocks whose summaries an hourly check reads: each costs the whole ledger of one.</summary>
    private const int MostSummaries = 100;

    /// <summary>Document at which the last check of the files ended: a large archive is checked in parts.</summary>
    private int _checkedUpTo;

    /// <summary>Stock at which the last check of the summaries ended; null before the first, which begins anywhere.</summary>
    private int? _summariesUpTo;

    /// <summary>Checks all invariants, reading at most about <paramref name="mostBytes"/> of the archive.</summary>
    /// <returns>One sentence for each violation; empty if there is none.</returns>
    public async Task<IReadOnlyList<string>> ViolationsAsync(long mostBytes, CancellationToken cancellationToken)
    {
        _summariesUpTo = 0;
        return [
            .. await OfDatabaseAsync(int.MaxValue, cancellationToken), .. await DamagedFilesAsync(mostBytes, cancellationToken)];
    }

    /// <summary>Checks the invariants of the database, the summaries of some stocks each time: no file is read.</summary>
    /// <returns>One sentence for each violation; empty if there is none.</returns>
    public Task<IReadOnlyList<string>> ViolationsAsync(CancellationToken cancellationToken) =>
        OfDatabaseAsync(MostSummaries, cancellationToken);

    private async Task<IReadOnlyList<string>> OfDatabaseAsync(int mostSummaries, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // 5 What reads take of a ledger is what the ledger says.
        var after = _summariesUpTo ?? Random.Shared.Next(await db.Stocks.MaxAsync(s => (int?)s.Id, cancellationToken) ?? 1);
        (var wrongSummaries, _summariesUpTo) = await SummaryCheck.RunAsync(db, after, mostSummaries, cancellationToken);
        return [
            .. await LoadedWithoutLedgerAsync(db, cancellationToken),
            .. await BarsWithoutLoadAsync(db, cancellationToken),
            .. await ForgottenLeasesAsync(db, cancellationToken),
            .. wrongSummaries];
    }

    /// <summary>1 Every loaded document is in the ledger.</summary>
    private static async Task<IEnumerable<string>> LoadedWithoutLedgerAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var ids = await db.Documents
            .Where(d => d.State == DocumentState.Loaded && d.Outcome == Outcome.Loaded && !db.LoadLedger.Any(e => e.DocumentId == d.Id))
            .Select(d => d.Id).Order().Take(MostNamed).ToListAsync(cancellationToken);
        return ids.Select(id => $"Document {id} is loaded but not in the ledger.");
    }

    /// <summary>
    /// 2 No bar is from a document that was never loaded. Queried from the documents: there may be a hundred million
    /// bars.
    /// </summary>
    private static async Task<IEnumerable<string>> BarsWithoutLoadAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var ids = await db.Documents
            .Where(d => d.State != DocumentState.Loaded && !db.LoadLedger.Any(e => e.DocumentId == d.Id)
                && db.Stocks.Any(s => (s.Symbol == d.Symbol || s.FormerSymbol == d.Symbol)
                    && db.DailyBars.Any(b => b.StockId == s.Id && b.Source == d.Source && b.DocumentId == d.Id)))
            .Select(d => d.Id).Order().Take(MostNamed).ToListAsync(cancellationToken);
        return ids.Select(id => $"Bars refer to document {id}, which was never loaded.");
    }

    /// <summary>3 No document is forgotten: its lease is renewed or taken over.</summary>
    private async Task<IEnumerable<string>> ForgottenLeasesAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var old = await clock.NowAsync(db, cancellationToken) - OldestLease;
        var ids = await db.Documents
            .Open()
            .Where(d => d.LeaseUntil < old && d.NextAttempt < old)
            .Select(d => d.Id).Order().Take(MostNamed).ToListAsync(cancellationToken);
        return ids.Select(id => $"The lease of document {id} expired more than five minutes ago and was not taken over.");
    }

    /// <summary>
    /// 4 Archived bytes are complete and unchanged. Reads at most about <paramref name="mostBytes"/>, and goes on there the next time.
    /// </summary>
    /// <returns>One sentence for each damaged file; empty if there is none.</returns>
    public async Task<IReadOnlyList<string>> DamagedFilesAsync(long mostBytes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var damaged = new List<string>();
        var from = _checkedUpTo;
        var files = db.Documents
            .InArchive()
            .Where(d => d.Id > from)
            .OrderBy(d => d.Id).Select(d => new { d.Id, d.Sha256, d.Bytes }).AsAsyncEnumerable();
        _checkedUpTo = 0;
        await foreach (var file in files.WithCancellation(cancellationToken))
        {
            try
            {
                await archive.ReadAsync(file.Sha256!, cancellationToken);
            }
            // An unreadable file counts as missing; the others are still checked. Without its bucket nothing can be said.
            catch (Exception e) when (e is ArchiveCorruptException or UnauthorizedAccessException
                or (IOException and not ArchiveAwayException))
            {
                damaged.Add($"Document {file.Id}: {e.Message}");
            }
            if ((mostBytes -= file.Bytes ?? 0) <= 0 || damaged.Count >= MostNamed)
            {
                _checkedUpTo = file.Id;
                break;
            }
        }
        return damaged;
    }
}
