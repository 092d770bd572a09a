using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>
/// The one command behind a read, however many stocks, documents and actions there are. It needs no transaction: every load raises the
/// version of its stock, so that a version that is the same at the end was the same at each statement.
/// </summary>
/// <param name="db">Any context; nothing is tracked.</param>
/// <param name="sql">Of the stocks.</param>
/// <param name="parameters">Of the statements.</param>
internal sealed class StockBatch(CreamPieDbContext db, SeriesSql sql, IReadOnlyList<object> parameters)
{
    private readonly Dictionary<int, StockRows> _stocks = [];

    /// <param name="range">Of the bars.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>In any order; null if a load came in between.</returns>
    public async Task<IReadOnlyCollection<StockRows>?> ReadAsync(DateRange range, CancellationToken cancellationToken)
    {
        var isWhole = range.First == DateOnly.MinValue && range.Last == DateOnly.MaxValue;
        string[] around = isWhole ? [] : [sql.Around(range)];
        await using var rows = await Rows.ReadAsync(
            db, string.Join('\n', [sql.Stocks, sql.Summaries, sql.Actions, sql.Bars(range), .. around, sql.Versions]), parameters,
            cancellationToken);
        while (await rows.NextAsync(cancellationToken))
            _stocks.Add(rows.Int(0), StockRows.OfStock(rows));
        await EachAsync(rows, (stock, row) => stock.AddSummary(row), cancellationToken);
        await EachAsync(rows, (stock, row) => stock.AddAction(row), cancellationToken);
        await EachAsync(rows, (stock, row) => stock.Bars.Add(row), cancellationToken);
        if (!isWhole)
            await EachAsync(rows, (stock, row) => stock.AddAround(row), cancellationToken);
        var standing = 0;
        await EachAsync(rows, (stock, row) => standing += stock.Stock.Version == row.Long(1) ? 1 : 0, cancellationToken);
        return standing == _stocks.Count ? _stocks.Values : null;
    }

    /// <summary>True if no load has come in since.</summary>
    public async Task<bool> StandsAsync(CancellationToken cancellationToken)
    {
        await using var rows = await Rows.ReadAsync(db, sql.Versions, parameters, cancellationToken);
        var standing = 0;
        while (await rows.NextAsync(cancellationToken))
            standing += _stocks.TryGetValue(rows.Int(0), out var stock) && stock.Stock.Version == rows.Long(1) ? 1 : 0;
        return standing == _stocks.Count;
    }

    /// <summary>The rows of the next statement, each with its stock; of one that a statement before did not see there are none.</summary>
    private async Task EachAsync(Rows rows, Action<StockRows, Rows> add, CancellationToken cancellationToken)
    {
        await rows.NextStatementAsync(cancellationToken);
        StockRows? stock = null;
        var last = 0;
        while (await rows.NextAsync(cancellationToken))
        {
            var id = rows.Int(0);
            if (stock is null || id != last)
                (stock, last) = (_stocks.GetValueOrDefault(id), id);
            if (stock is not null)
                add(stock, rows);
        }
    }
}
