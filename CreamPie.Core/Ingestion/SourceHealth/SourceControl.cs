using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.SourceHealth;

/// <summary>What an admin says about the sources: in which order a stock asks them, and that a stopped one is asked again.</summary>
public sealed partial class SourceControl(
    SourceCatalog catalog, IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, DueSignal due, ILogger<SourceControl> log)
{
    /// <summary>From the next pull on.</summary>
    /// <param name="order">Like "YahooChart,YahooPage"; null for the installation's order.</param>
    /// <returns>False if there is no such stock.</returns>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    /// <exception cref="ArgumentException">The order is not right; the message says what would be.</exception>
    public async Task<bool> SetOrderAsync(Caller caller, Symbol symbol, string? order, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        IReadOnlyList<SourceName> names = [];
        if (order is not null && SourceOrder.Check(order, catalog.Requestable, out names) is { } wrong)
            throw new ArgumentException(wrong, nameof(order));
        var text = order is null ? null : string.Join(',', names);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Stocks.Where(s => s.Symbol == symbol.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.SourceOrder, text), cancellationToken);
        if (found == 0)
            return false;
        due.Raise();
        Log.Ordered(log, symbol.Value, text ?? "the installation's order", caller.Name);
        return true;
    }

    /// <summary>A source that was stopped for its layout is asked again; stocks that fail are due at once.</summary>
    /// <returns>False if it is not stopped.</returns>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public async Task<bool> ResumeAsync(Caller caller, SourceName source, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await ResumeAsync(db, source, await clock.NowAsync(db, cancellationToken), cancellationToken))
            return false;
        due.Raise();
        Log.Resumed(log, source, caller.Name);
        return true;
    }

    /// <summary>A parser that is newer than the one that refused a document may read it: it tries, and a source that was stopped for its layout is asked again.</summary>
    internal async Task UpgradeAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var stopped = await db.SourceHealth.AsNoTracking().Stopped().ToDictionaryAsync(h => h.Source, h => h.StoppedParserVersion, cancellationToken);
        foreach (var source in catalog.All)
        {
            // First: if we die after this, the source is still stopped, and the next time resumes it.
            var again = await db.Documents
                .DeadLetters()
                .Where(d => d.Source == source.Name && d.Sha256 != null && d.Reason != Reason.ArchiveCorrupt && d.ParserVersion < source.ParserVersion)
                .RequeueAsync(now, handedAt: null, crashes: 0, cancellationToken);
            if (again > 0)
                Log.ReadAgain(log, again, source.Name, source.ParserVersion);
            if (stopped.TryGetValue(source.Name, out var version) && (version ?? 0) < source.ParserVersion && await ResumeAsync(db, source.Name, now, cancellationToken))
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
        [LoggerMessage(1, LogLevel.Information, "{Symbol} is pulled from {Order}, says {Caller}.")]
        public static partial void Ordered(ILogger logger, string symbol, string order, string caller);

        [LoggerMessage(2, LogLevel.Information, "{Source} is asked again, says {Caller}.")]
        public static partial void Resumed(ILogger logger, SourceName source, string caller);

        [LoggerMessage(3, LogLevel.Information, "{Source} is asked again: parser {Version} is newer than the one that did not know its layout.")]
        public static partial void Upgraded(ILogger logger, SourceName source, int version);

        [LoggerMessage(4, LogLevel.Information, "{Documents} dead letters of {Source} are read again, by parser {Version}.")]
        public static partial void ReadAgain(ILogger logger, int documents, SourceName source, int version);
    }
}
