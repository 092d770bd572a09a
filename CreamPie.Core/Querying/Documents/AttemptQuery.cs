using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Documents;

/// <summary>Answers "why is there no data?".</summary>
public sealed class AttemptQuery(IDbContextFactory<CreamPieDbContext> contexts)
{
    internal const int MaxAttempts = 20;

    /// <summary>Bounds the join; 100 documents are weeks of pulls, and an older one is rarely still retried.</summary>
    private const int MaxDocuments = 100;

    /// <summary>
    /// The newest 20 attempts at documents of a symbol, newest first; null if the symbol has no stock and no attempt. Total counts
    /// the attempts returned; older ones are not listed.
    /// </summary>
    /// <exception cref="AccessDeniedException">The caller is neither analyst nor admin.</exception>
    public async Task<ListPage<AttemptItem>?> AttemptsAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // By symbol: a dropped file that was rejected belongs to no stock.
        var documents = db.Documents.AsNoTracking().Where(d => d.Symbol == symbol.Value).OrderByDescending(d => d.Id).Take(MaxDocuments);
        var rows = await db.Attempts.AsNoTracking()
            .Join(documents, a => a.DocumentId, d => d.Id, (a, d) => new { Attempt = a, Document = d })
            .OrderByDescending(x => x.Attempt.Started).ThenByDescending(x => x.Attempt.DocumentId).ThenByDescending(x => x.Attempt.N)
            .Take(MaxAttempts)
            .ToListAsync(cancellationToken);
        if (rows.Count == 0 && !await db.Stocks.AnyAsync(s => s.Symbol == symbol.Value, cancellationToken))
            return null;
        var items = rows.ConvertAll(x => AttemptItem.Of(x.Attempt, x.Document));
        return new(items, items.Count, Next: null, Cursor: null);
    }
}
