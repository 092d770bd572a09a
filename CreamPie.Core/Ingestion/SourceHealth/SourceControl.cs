using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Market;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Transitions;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.SourceHealth;

/// <summary>Commands of an admin on sources: sets the source order of a stock, resumes a stopped source.</summary>
public sealed partial class SourceControl(
    SourceCatalog catalog,
    IDbContextFactory<CreamPieDbContext> contexts,
    AuditTrail audit,
    DatabaseClock clock,
    DueSignal due,
    ILogger<SourceControl> log)
{
    /// <summary>
    /// Sets the source order of a stock from the next pull on, like "YahooChart,YahooPage"; a null <paramref name="order"/> is
    /// the installation's.
    /// </summary>
    /// <returns>False if there is no such stock.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="ArgumentException">Invalid order; the message says what is valid.</exception>
    public async Task<bool> SetOrderAsync(Caller caller, Symbol symbol, string? order, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        IReadOnlyList<SourceName> names = [];
        if (order is not null && SourceOrder.Check(order, catalog.Requestable, out names) is { } wrong)
            throw new ArgumentException(wrong, nameof(order));
        var text = order is null ? null : string.Join(',', names);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await db.Stocks.Where(s => s.Symbol == symbol.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.SourceOrder, text), cancellationToken);
        if (found == 0)
            return false;
        audit.Add(db, caller, AuditAction.DataDecision, symbol.Value, detail: $"Source order: {text ?? "the installation's"}.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        due.Raise();
        Log.OrderSet(log, symbol.Value, text ?? "the installation's order", caller.Name);
        return true;
    }

    /// <summary>Resumes a stopped source; failing stocks are due at once.</summary>
    /// <returns>False if it is not stopped.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<bool> ResumeAsync(Caller caller, SourceName source, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await ResumeAsync(db, source, await clock.NowAsync(db, cancellationToken), cancellationToken))
            return false;
        audit.Add(db, caller, AuditAction.DataDecision, source.ToString(), detail: "Source resumed.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        due.Raise();
        Log.Resumed(log, source, caller.Name);
        return true;
    }

    /// <summary>
    /// Requeues the dead letters that a newer parser may read, and resumes its source if that was stopped.
    /// </summary>
    internal async Task UpgradeAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var stopped = await db.SourceHealth.AsNoTracking().Stopped()
            .ToDictionaryAsync(h => h.Source, h => h.StoppedParserVersion, cancellationToken);
        foreach (var source in catalog.All)
        {
            // First: after a crash here the source is still stopped, and the next call resumes it.
            var requeued = await db.Documents
                .DeadLetters()
                .Where(d => d.Source == source.Name && d.Sha256 != null && d.Reason != Reason.ArchiveCorrupt
                    && d.ParserVersion < source.ParserVersion)
                .RequeueAsync(now, dispatchedAt: null, crashes: 0, cancellationToken);
            if (requeued > 0)
                Log.Requeued(log, requeued, source.Name, source.ParserVersion);
            if (stopped.TryGetValue(source.Name, out var version) && (version ?? 0) < source.ParserVersion
                && await ResumeAsync(db, source.Name, now, cancellationToken))
                Log.Upgraded(log, source.Name, source.ParserVersion);
        }
    }

    private static async Task<bool> ResumeAsync(CreamPieDbContext db, SourceName source, DateTime now, CancellationToken cancellationToken)
    {
        var resumed = await db.SourceHealth.Stopped().Where(h => h.Source == source).ExecuteUpdateAsync(
            set => set
                .SetProperty(h => h.StoppedAt, (DateTime?)null)
                .SetProperty(h => h.StoppedWhy, (string?)null)
                .SetProperty(h => h.StoppedParserVersion, (int?)null)
                .SetProperty(h => h.UnknownLayouts, 0),
            cancellationToken);
        if (resumed == 1)
        {
            await db.Stocks.Where(s => s.Status == StockStatus.Failing && s.NextDue > now)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.NextDue, now), cancellationToken);
        }
        return resumed == 1;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Set the source order of {Symbol} to {Order} (by {Caller}).")]
        public static partial void OrderSet(ILogger logger, string symbol, string order, string caller);

        [LoggerMessage(2, LogLevel.Information, "Resumed source {Source} (by {Caller}).")]
        public static partial void Resumed(ILogger logger, SourceName source, string caller);

        [LoggerMessage(3, LogLevel.Information, "Resumed source {Source}: parser {Version} is newer than the one that stopped it.")]
        public static partial void Upgraded(ILogger logger, SourceName source, int version);

        [LoggerMessage(4, LogLevel.Information, "Requeued {Documents} dead letters of {Source} for parser {Version}.")]
        public static partial void Requeued(ILogger logger, int documents, SourceName source, int version);
    }
}
