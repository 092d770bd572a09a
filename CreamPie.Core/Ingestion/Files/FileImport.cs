using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Transitions;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Files;

/// <summary>Imports a file from the drop folder or the API. When it returns, the file is archived durably.</summary>
public sealed class FileImport(
    Archive archive,
    DeadLetterRetries deadLetters,
    IDbContextFactory<CreamPieDbContext> contexts,
    AuditTrail audit,
    DueSignal due,
    DatabaseClock clock)
{
    private const int LongestName = 200;

    /// <summary>
    /// Archives the bytes and creates their document. The same bytes under the same name are the same document; if it was
    /// refused, it is requeued.
    /// </summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<Document> ImportAsync(Caller caller, string fileName, byte[] bytes, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        var file = await archive.StoreAsync(bytes, cancellationToken);
        var document = await TransientFaults.RetryAsync(() => InsertAsync(caller, fileName, file, cancellationToken), cancellationToken);
        await archive.EnsureManifestAsync(document, cancellationToken);
        due.Raise();
        return document;
    }

    private async Task<Document> InsertAsync(Caller caller, string fileName, ArchivedFile file, CancellationToken cancellationToken)
    {
        var name = ColumnText.Shortened(fileName, LongestName);
        var planKey = $"file:{file.Sha256}:{name}";
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.PlanKey == planKey, cancellationToken) is { } known)
        {
            await deadLetters.RequeueAsync(Caller.System, known.Id, isDispatched: false, cancellationToken);
            await audit.WriteAsync(
                caller, AuditAction.Import, name, AuditOutcome.Succeeded, $"Document {known.Id}, known already.", cancellationToken);
            return known;
        }
        var (symbol, statedAt) = DroppedFileName.Of(fileName);
        var now = await clock.NowAsync(db, cancellationToken);
        var document = NewDocument.File(name, planKey, symbol?.Value, statedAt, file.Sha256, file.Bytes, now);
        db.Documents.Add(document);
        var what = string.Create(CultureInfo.InvariantCulture, $"{file.Bytes:N0} bytes, {file.Sha256}.");
        audit.Add(db, caller, AuditAction.Import, name, detail: what);
        CrashPoint.Pass("before-archived-commit");
        await db.SaveChangesAsync(cancellationToken);
        CrashPoint.Pass("after-archived-commit");
        return document;
    }
}
