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

/// <summary>The last price as it is known now, and why it is not newer.</summary>
/// <param name="Quote">Null if none is known yet.</param>
/// <param name="Reason">Why asking now brought nothing newer; null if it did, or if it was not time to ask.</param>
/// <param name="Message">The same in a sentence.</param>
public sealed record CurrentQuote(LastQuote? Quote, Reason? Reason = null, string? Message = null);

/// <summary>
/// Last prices, asked for only while somebody wants them, in the host's turn like everything else, and kept for all nodes:
/// no stock is asked for twice within 15 s, nor within 2 minutes while its price does not move, nor by this process within
/// 15 minutes of a refusal. Never written as a bar.
/// </summary>
public sealed partial class QuoteService(
    SourceCatalog catalog,
    SourceClient visits,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    ILogger<QuoteService> log)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FreshAtRest = TimeSpan.FromMinutes(2);

    /// <summary>After an answer that will be the same the next time: no such symbol, an unknown layout, an error of the server's.</summary>
    private static readonly TimeSpan RefusedRest = TimeSpan.FromMinutes(15);

    /// <summary>A price older than this when it was asked for: the market is closed, or hardly anybody trades it.</summary>
    private static readonly TimeSpan AtRest = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<int, Lazy<Task<CurrentQuote>>> _asking = new();
    private readonly ConcurrentDictionary<int, (DateTime Until, SourceName Source, CurrentQuote Answer)> _failed = new();

    /// <summary>Whoever asks for a stock that is being asked for shares the answer; nobody's leaving ends it for the others.</summary>
    public Task<CurrentQuote> OfAsync(Stock stock, CancellationToken cancellationToken)
    {
        var asking = _asking.GetOrAdd(stock.Id, id => new(() => AskOnceAsync(stock)));
        return asking.Value.WaitAsync(cancellationToken);
    }

    private async Task<CurrentQuote> AskOnceAsync(Stock stock)
    {
        try
        {
            return await AskAsync(stock, CancellationToken.None);
        }
        finally
        {
            _asking.TryRemove(stock.Id, out _);
        }
    }

    private async Task<CurrentQuote> AskAsync(Stock stock, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var last = await db.LastQuotes.AsNoTracking().SingleOrDefaultAsync(q => q.StockId == stock.Id, cancellationToken);
        if (last is not null && now - last.RequestedAt < (last.RequestedAt - last.At > AtRest ? FreshAtRest : Fresh))
            return new CurrentQuote(last);
        if (!stock.IsPulled)
            return new CurrentQuote(last, null, $"{stock.Symbol} is not pulled, so its last price is not requested.");
        var symbol = stock.MarketSymbol;
        var order = catalog.OrderOf(stock.SourceOrder).Except(await db.SourceHealth.StoppedAsync(cancellationToken));
        var (source, request) = order.Select(s => (Source: catalog[s], Request: catalog[s].RequestQuote(symbol))).FirstOrDefault(s => s.Request is not null);
        if (request is null)
            return new CurrentQuote(last, null, $"None of the current sources of {stock.Symbol} has last prices.");
        if (_failed.TryGetValue(stock.Id, out var failed) && failed.Source == source.Name && now < failed.Until)
            return failed.Answer with { Quote = last };

        var (answer, until) = await VisitAsync(stock, source, request, symbol, now, cancellationToken);
        if (answer.Quote is null)
        {
            _failed[stock.Id] = (until, source.Name, answer);
            return answer with { Quote = last };
        }
        _failed.TryRemove(stock.Id, out _);
        return answer;
    }

    /// <returns>The answer, and until when it stands if it is none.</returns>
    private async Task<(CurrentQuote Answer, DateTime Until)> VisitAsync(
        Stock stock, ISource source, SourceRequest request, Symbol symbol, DateTime now, CancellationToken cancellationToken)
    {
        var visit = await visits.SendAsync(request, source.Classify, $"quote {symbol}", _ => Task.CompletedTask, cancellationToken);
        if (visit is SourceResponse.Deferred wait)
            return (new CurrentQuote(null, null, wait.Why), wait.Until < now + Fresh ? wait.Until : now + Fresh);
        var (result, turn) = (SourceResponse.Completed)visit;
        var asked = result switch
        {
            FetchResult.Fetched fetched => await ReadAsync(stock, source, fetched, symbol, cancellationToken),
            FetchResult.Failed f => new CurrentQuote(null, f.Reason, f.Error),
            FetchResult.HostPaused p => new CurrentQuote(null, p.Reason, p.Error),
            FetchResult.Refused r => new CurrentQuote(null, r.Reason, r.Error),
            _ => throw new InvalidOperationException($"{result.GetType().Name} is no end of a request."),
        };
        if (asked.Quote is not null && turn is { } token)
            await visits.ConfirmAsync(request, token, cancellationToken);
        Log.Asked(log, stock.Symbol, source.Name, asked.Reason);
        // A host that wants peace is left in it by its gate.
        var passes = result is FetchResult.HostPaused or FetchResult.Failed { Reason: Reason.Network };
        return (asked, now + (passes ? Fresh : RefusedRest));
    }

    private async Task<CurrentQuote> ReadAsync(Stock stock, ISource source, FetchResult.Fetched fetched, Symbol symbol, CancellationToken cancellationToken)
    {
        var input = new ParseInput(fetched.Decoded, symbol, FromNetwork: true, fetched.ContentType);
        var read = source.ParseQuote(input, cancellationToken);
        if (read is QuoteResult.Refused refused)
            return new CurrentQuote(null, refused.Reason, refused.Error);
        var quote = ((QuoteResult.Parsed)read).Quote;
        return new CurrentQuote(await TransientFaults.RetryAsync(() => KeepAsync(stock.Id, source.Name, quote, cancellationToken), cancellationToken));
    }

    private async Task<LastQuote> KeepAsync(int stockId, SourceName source, SourceQuote quote, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var kept = await db.LastQuotes.SingleOrDefaultAsync(q => q.StockId == stockId, cancellationToken);
        if (kept is null)
            db.LastQuotes.Add(kept = new LastQuote { StockId = stockId });
        (kept.Source, kept.Price, kept.PreviousClose, kept.Currency) = (source, quote.Price, quote.PreviousClose, quote.Currency);
        // A source whose clock is ahead of ours has made no price in the future.
        (kept.At, kept.RequestedAt) = (quote.At < now ? quote.At : now, now);
        await db.SaveChangesAsync(cancellationToken);
        return kept;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The last price of {Symbol} was asked for at {Source}: {Reason}.")]
        public static partial void Asked(ILogger logger, string symbol, SourceName source, Reason? reason);
    }
}
