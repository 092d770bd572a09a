using System.Collections.Concurrent;
using CreamPie.Core.Market;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Quotes;

/// <summary>The last known price, and why it is not newer.</summary>
/// <param name="Quote">Null if none is known.</param>
/// <param name="Reason">Why the request failed; null if it succeeded, or if none was made.</param>
/// <param name="Message">Why there is no newer price, in one sentence; null if there is.</param>
public sealed record CurrentQuote(LastQuote? Quote, Reason? Reason = null, string? Message = null);

/// <summary>
/// Last prices, requested on demand only, throttled like every other request and shared by all processes: a stock is
/// requested at most every 15 s, every 2 minutes while its price does not move, and by this process not within 15 minutes
/// of a refusal. Never stored as a bar.
/// </summary>
public sealed partial class QuoteService(
    SourceCatalog catalog,
    SourceClient client,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    ILogger<QuoteService> log)
{
    /// <summary>A price younger than this is not requested again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FreshWhileIdle = TimeSpan.FromMinutes(2);

    /// <summary>Wait after a failure that would repeat: unknown symbol, unknown layout, server error.</summary>
    private static readonly TimeSpan RefusalWait = TimeSpan.FromMinutes(15);

    /// <summary>
    /// A price that was older than this when requested is idle: the market is closed, or trading is thin.
    /// </summary>
    private static readonly TimeSpan IdleAge = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<int, Lazy<Task<CurrentQuote>>> _requests = new();
    private readonly ConcurrentDictionary<int, (DateTime Until, SourceName Source, CurrentQuote Current)> _failed = new();

    /// <summary>
    /// The last price of a stock, requested if it is due. Concurrent callers share one request; cancellation ends only
    /// the own wait.
    /// </summary>
    public Task<CurrentQuote> OfAsync(Stock stock, CancellationToken cancellationToken)
    {
        var pending = _requests.GetOrAdd(stock.Id, id => new(() => RequestOnceAsync(stock)));
        return pending.Value.WaitAsync(cancellationToken);
    }

    private async Task<CurrentQuote> RequestOnceAsync(Stock stock)
    {
        try
        {
            return await RequestAsync(stock, CancellationToken.None);
        }
        finally
        {
            _requests.TryRemove(stock.Id, out _);
        }
    }

    private async Task<CurrentQuote> RequestAsync(Stock stock, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var last = await db.LastQuotes.AsNoTracking().SingleOrDefaultAsync(q => q.StockId == stock.Id, cancellationToken);
        if (last is not null && now - last.RequestedAt < (last.RequestedAt - last.At > IdleAge ? FreshWhileIdle : Fresh))
            return new CurrentQuote(last);
        if (!stock.IsPulled)
            return new CurrentQuote(last, null, $"{stock.Symbol} is not pulled, so its last price is not requested.");
        var symbol = stock.MarketSymbol;
        var order = catalog.OrderOf(stock.SourceOrder).Except(await db.SourceHealth.StoppedAsync(cancellationToken));
        var (source, request) = order
            .Select(s => (Source: catalog[s], Request: catalog[s].RequestQuote(symbol)))
            .FirstOrDefault(s => s.Request is not null);
        if (request is null)
            return new CurrentQuote(last, null, $"None of the current sources of {stock.Symbol} has last prices.");
        if (_failed.TryGetValue(stock.Id, out var failed) && failed.Source == source.Name && now < failed.Until)
            return failed.Current with { Quote = last };

        var (current, until) = await FetchAsync(stock, source, request, symbol, now, cancellationToken);
        if (current.Quote is null)
        {
            _failed[stock.Id] = (until, source.Name, current);
            return current with { Quote = last };
        }
        _failed.TryRemove(stock.Id, out _);
        return current;
    }

    /// <returns>The price, and until when a failure is not retried.</returns>
    private async Task<(CurrentQuote Current, DateTime Until)> FetchAsync(
        Stock stock, ISource source, SourceRequest request, Symbol symbol, DateTime now, CancellationToken cancellationToken)
    {
        var sent = await client.SendAsync(request, source.Classify, $"quote {symbol}", _ => Task.CompletedTask, cancellationToken);
        if (sent is SourceResult.Deferred wait)
            return (new CurrentQuote(null, null, wait.Why), wait.Until < now + Fresh ? wait.Until : now + Fresh);
        var (result, gate) = (SourceResult.Completed)sent;
        var current = result switch
        {
            FetchResult.Fetched fetched => await ReadAsync(stock, source, fetched, symbol, cancellationToken),
            FetchResult.Failed f => new CurrentQuote(null, f.Reason, f.Error),
            FetchResult.HostPaused p => new CurrentQuote(null, p.Reason, p.Error),
            FetchResult.Refused r => new CurrentQuote(null, r.Reason, r.Error),
            _ => throw new InvalidOperationException($"Unexpected result {result.GetType().Name}."),
        };
        if (current.Quote is not null && gate is not null)
            await client.ResetRefusalsAsync(request.Url.Authority, gate, cancellationToken);
        Log.Requested(log, stock.Symbol, source.Name, current.Reason);
        // The gate throttles a paused host, so a short wait is enough.
        var passes = result is FetchResult.HostPaused or FetchResult.Failed { Reason: Reason.Network };
        return (current, now + (passes ? Fresh : RefusalWait));
    }

    private async Task<CurrentQuote> ReadAsync(
        Stock stock, ISource source, FetchResult.Fetched fetched, Symbol symbol, CancellationToken cancellationToken)
    {
        var input = new ParseInput(fetched.Decoded, symbol, FromNetwork: true, fetched.ContentType);
        var read = source.ParseQuote(input, cancellationToken);
        if (read is QuoteResult.Refused refused)
            return new CurrentQuote(null, refused.Reason, refused.Error);
        var quote = ((QuoteResult.Parsed)read).Quote;
        return new CurrentQuote(await TransientFaults.RetryAsync(
            () => KeepAsync(stock.Id, source.Name, quote, cancellationToken), cancellationToken));
    }

    private async Task<LastQuote> KeepAsync(int stockId, SourceName source, SourceQuote quote, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var kept = await db.LastQuotes.SingleOrDefaultAsync(q => q.StockId == stockId, cancellationToken);
        if (kept is null)
            db.LastQuotes.Add(kept = new LastQuote { StockId = stockId });
        (kept.Source, kept.Price, kept.PreviousClose, kept.Currency) = (source, quote.Price, quote.PreviousClose, quote.Currency);
        // The clock of the source may be ahead.
        (kept.At, kept.RequestedAt) = (quote.At < now ? quote.At : now, now);
        await db.SaveChangesAsync(cancellationToken);
        return kept;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Requested the last price of {Symbol} from {Source}: {Reason}.")]
        public static partial void Requested(ILogger logger, string symbol, SourceName source, Reason? reason);
    }
}
