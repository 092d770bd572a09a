using System.Globalization;
using System.Linq.Expressions;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Versions;

/// <summary>
/// The tag that an answer has now, for caches of answers: one row by its unique key, and no bar. Each call asks the database, so that
/// a load on any node is seen by the next one.
/// </summary>
public sealed class VersionQuery
{
    /// <summary>As parameters of one statement; more are asked for in several.</summary>
    private const int MostTogether = 500;

    /// <summary>Compiled once for this database: building the query anew would take longer than asking.</summary>
    private readonly Func<CreamPieDbContext, string, CancellationToken, Task<Stock?>> _find = EF.CompileAsyncQuery(
        (CreamPieDbContext db, string symbol, CancellationToken cancellationToken) =>
            db.Stocks.Where(s => s.Symbol == symbol).Select(Needed).SingleOrDefault());

    private static readonly Expression<Func<Stock, Stock>> Needed = s => new Stock
    {
        Id = s.Id,
        Symbol = s.Symbol,
        Version = s.Version,
        FirstSession = s.FirstSession,
        Status = s.Status,
        LastReason = s.LastReason,
        Exchange = s.Exchange,
        TimeZone = s.TimeZone,
    };

    private readonly IDbContextFactory<CreamPieDbContext> _contexts;
    private readonly SeriesQuery _series;
    private readonly SharedReads<string, Stock> _stocks;

    /// <summary>One for all callers of a node: those who ask at the same time share a command.</summary>
    /// <param name="contexts">Of the database with the stocks.</param>
    /// <param name="series">Knows what a series depends on.</param>
    public VersionQuery(IDbContextFactory<CreamPieDbContext> contexts, SeriesQuery series)
    {
        _contexts = contexts;
        _series = series;
        _stocks = new(ReadAsync);
    }

    /// <summary>Of the bars that <see cref="SeriesQuery"/> would read; null if there is no such stock.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbol">Of the stock.</param>
    /// <param name="request">As for the bars.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<string?> SeriesAsync(Caller caller, Symbol symbol, SeriesRequest request, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        return await _stocks.ReadAsync(symbol.Value, cancellationToken) is { } stock ? _series.TagOf(stock, request) : null;
    }

    /// <summary>Of the corporate actions, as <see cref="ActionQuery"/> would read them; null if there is no such stock.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbol">Of the stock.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<string?> ActionsAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        // As the bars: what the amounts are adjusted for is decided when they are read.
        return await _stocks.ReadAsync(symbol.Value, cancellationToken) is { } stock
            ? string.Create(CultureInfo.InvariantCulture, $"a{SeriesQuery.Build}.{stock.Id}.{stock.Version}")
            : null;
    }

    private async Task<IReadOnlyDictionary<string, Stock>> ReadAsync(IReadOnlyCollection<string> symbols)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        var found = new Dictionary<string, Stock>(symbols.Count);
        if (symbols.Count == 1)
        {
            if (await _find(db, symbols.Single(), CancellationToken.None) is { } stock)
                found.Add(stock.Symbol, stock);
            return found;
        }
        foreach (var some in symbols.Chunk(MostTogether))
        {
            foreach (var stock in await db.Stocks.Where(s => some.Contains(s.Symbol)).Select(Needed).ToListAsync())
                found.Add(stock.Symbol, stock);
        }
        return found;
    }
}
