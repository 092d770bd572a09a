using CreamPie.Core.Archiving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>What must hold at every moment, whatever was killed. Looked at every hour, and at the end of the tests that kill.</summary>
public sealed class InvariantCheck(Archive archive, IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock)
{
    private const int MostNamed = 20;

    private static readonly TimeSpan OldestLease = TimeSpan.FromMinutes(5);

    /// <summary>Where the last look at the files ended, so that a large archive is looked through bit by bit.</summary>
    private int _lookedUpTo;

    /// <param name="mostBytes">How much of the archive is read back.</param>
    /// <returns>One sentence for each thing that is not as it must be; empty if all is well.</returns>
    public async Task<IReadOnlyList<string>> ViolationsAsync(long mostBytes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        List<string> broken = [
            .. await LoadedWithoutLedgerAsync(db, cancellationToken),
            .. await BarsWithoutLoadAsync(db, cancellationToken),
            .. await ForgottenLeasesAsync(db, cancellationToken),
            .. await DamagedFilesAsync(db, mostBytes, cancellationToken)];
        return broken;
    }

    /// <summary>1 No document is loaded that the ledger does not know.</summary>
    private static async Task<IEnumerable<string>> LoadedWithoutLedgerAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var ids = await db.Documents
            .Where(d => d.State == DocumentState.Loaded && d.Outcome == Outcome.Loaded && !db.LoadLedger.Any(e => e.DocumentId == d.Id))
            .Select(d => d.Id).Take(MostNamed).ToListAsync(cancellationToken);
        return ids.Select(id => $"Document {id} is loaded, and the ledger does not know it.");
    }

    /// <summary>2 No bar comes from a document that was never loaded. By way of the documents: the bars may be a hundred million.</summary>
    private static async Task<IEnumerable<string>> BarsWithoutLoadAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var ids = await db.Documents
            .Where(d => d.State != DocumentState.Loaded && !db.LoadLedger.Any(e => e.DocumentId == d.Id)
                && db.Stocks.Any(s => s.Symbol == d.Symbol && db.DailyBars.Any(b => b.StockId == s.Id && b.Source == d.Source && b.DocumentId == d.Id)))
            .Select(d => d.Id).Take(MostNamed).ToListAsync(cancellationToken);
        return ids.Select(id => $"There are bars of document {id}, which was never loaded.");
    }

    /// <summary>3 Nobody forgets a document: its lease is renewed, or somebody takes it over.</summary>
    private async Task<IEnumerable<string>> ForgottenLeasesAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var old = await clock.NowAsync(db, cancellationToken) - OldestLease;
        var ids = await db.Documents
            .Open()
            .Where(d => d.LeaseUntil < old && d.NextAttempt < old)
            .Select(d => d.Id).Take(MostNamed).ToListAsync(cancellationToken);
        return ids.Select(id => $"The lease of document {id} ended more than five minutes ago, and nobody took it over.");
    }

    /// <summary>4 What is archived is there, byte for byte.</summary>
    private async Task<IEnumerable<string>> DamagedFilesAsync(CreamPieDbContext db, long mostBytes, CancellationToken cancellationToken)
    {
        var damaged = new List<string>();
        var from = _lookedUpTo;
        var files = db.Documents
            .InArchive()
            .Where(d => d.Id > from)
            .OrderBy(d => d.Id).Select(d => new { d.Id, d.Sha256, d.Bytes }).AsAsyncEnumerable();
        _lookedUpTo = 0;
        await foreach (var file in files.WithCancellation(cancellationToken))
        {
            try
            {
                await archive.ReadAsync(file.Sha256!, cancellationToken);
            }
            // A file that cannot be read is no better than one that is gone; the others are looked at all the same.
            catch (Exception e) when (e is ArchiveCorruptException or IOException or UnauthorizedAccessException)
            {
                damaged.Add($"Document {file.Id}: {e.Message}");
            }
            if ((mostBytes -= file.Bytes ?? 0) <= 0 || damaged.Count >= MostNamed)
            {
                _lookedUpTo = file.Id;
                break;
            }
        }
        return damaged;
    }
}
