using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>The stocks before and after one in the order of symbols; null at the ends.</summary>
public sealed record Neighbours(string Symbol, string? Previous, string? Next);

/// <summary>Finds the stock that a reader means, while they type.</summary>
public sealed class FindQuery(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    /// <summary>Most stocks of an answer.</summary>
    public const int Limit = 12;

    /// <summary>Most words that are looked for; further ones are ignored.</summary>
    private const int MostWords = 6;

    private static readonly char[] Separators = [' ', '-', '\t'];

    /// <summary>
    /// Stocks whose symbol starts with the text (^GSPC also by GSPC), or whose name has a word for the start of each word of it, ignoring
    /// case. First the symbol itself, then the recent ones, then the other symbols, then the names. Without a text the recent ones, latest
    /// first, or without those the first stocks of all.
    /// </summary>
    /// <param name="caller">Must be allowed to see prices.</param>
    /// <param name="text">As typed.</param>
    /// <param name="recent">Symbols that were opened, latest first; unknown ones are ignored.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<SymbolItem>> FindAsync(
        Caller caller, string? text, IReadOnlyList<string> recent, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!string.IsNullOrWhiteSpace(text))
            return await ItemsAsync(Matching(db.Stocks, text.Trim(), [.. recent]), cancellationToken);
        string[] opened = [.. recent.Take(Limit)];
        var known = await ItemsAsync(db.Stocks.Where(s => opened.Contains(s.Symbol)).OrderBy(s => s.Symbol), cancellationToken);
        return known.Count > 0
            ? [.. known.OrderBy(s => Array.IndexOf(opened, s.Symbol))]
            : await ItemsAsync(db.Stocks.OrderBy(s => s.Symbol), cancellationToken);
    }

    /// <summary>The neighbours of a symbol, whether or not there is such a stock.</summary>
    public async Task<Neighbours> NeighboursAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var here = symbol.Value;
#pragma warning disable CA1309 // becomes the database's comparison, as the order is the database's
        var previous = await db.Stocks.Where(s => string.Compare(s.Symbol, here) < 0)
            .OrderByDescending(s => s.Symbol).Select(s => s.Symbol).FirstOrDefaultAsync(cancellationToken);
        var next = await db.Stocks.Where(s => string.Compare(s.Symbol, here) > 0)
            .OrderBy(s => s.Symbol).Select(s => s.Symbol).FirstOrDefaultAsync(cancellationToken);
#pragma warning restore CA1309
        return new(here, previous, next);
    }

#pragma warning disable CA1304, CA1311, CA1862 // becomes the database's upper()
    private static IQueryable<Stock> Matching(IQueryable<Stock> stocks, string text, string[] recent)
    {
        var upper = text.ToUpperInvariant();
        var index = "^" + upper;
        var words = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Take(MostWords).ToList();
        var named = stocks.Where(s => s.Name != null);
        foreach (var (word, simple) in words.Select(w => (" " + w.ToUpperInvariant(), " " + SimpleUpper(w))))
        {
            named = named.Where(s => (" " + s.Name!.ToUpper().Replace("-", " ").Replace("(", " ")).Contains(word)
                || (" " + s.Name!.ToUpper().Replace("-", " ").Replace("(", " ")).Contains(simple));
        }
        var byName = named.Select(s => s.Id);
        return stocks
            .Where(s => s.Symbol.StartsWith(upper) || s.Symbol.StartsWith(index) || (words.Count > 0 && byName.Contains(s.Id)))
            .OrderBy(s => s.Symbol == upper ? 0 : recent.Contains(s.Symbol) ? 1
                : s.Symbol.StartsWith(upper) ? 2 : s.Symbol.StartsWith(index) ? 3 : 4)
            .ThenBy(s => s.Symbol);
    }
#pragma warning restore CA1304, CA1311, CA1862

    /// <summary>As SQLite's upper() does it, and PostgreSQL's in some locales: É is É, and é is é.</summary>
    private static string SimpleUpper(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : c));

    private async Task<List<SymbolItem>> ItemsAsync(IQueryable<Stock> stocks, CancellationToken cancellationToken)
    {
        var found = await stocks.AsNoTracking().Take(Limit).ToListAsync(cancellationToken);
        var now = time.Now();
        return found.ConvertAll(s => SymbolItem.Of(s, now));
    }
}
