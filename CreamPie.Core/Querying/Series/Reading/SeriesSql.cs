using System.Globalization;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>
/// The statements by which series are read. Numbers and days are written into them: they come from the program itself.
/// </summary>
/// <param name="stocks">What follows stock_id: a list of numbers, or the one of a symbol.</param>
/// <param name="only">This source only; null for all.</param>
/// <param name="isSqlite">Its days are numbers.</param>
internal sealed class SeriesSql(string stocks, SourceName? only, bool isSqlite)
{
    /// <summary>The stock of the first parameter, a symbol.</summary>
    public const string OfSymbol = "= (SELECT id FROM stock WHERE symbol = {0})";

    private static readonly string AllSources = string.Join(", ", StoredSeries.AllSources.Select(Number));

    public string Stocks => $"""
        SELECT id, symbol, exchange, currency, time_zone, served_source, first_session, last_session, status, last_reason, version
        FROM stock WHERE id {stocks};
        """;

    public string Summaries => $"SELECT stock_id, version, content FROM ledger_summary WHERE stock_id {stocks};";

    public string Actions => $"""
        SELECT stock_id, ex_date, kind, known_to, amount, currency, numerator, denominator, exact, captured_at, document_id,
            priced_through
        FROM corporate_action WHERE stock_id {stocks} AND (known_to IS NULL OR priced_through IS NOT NULL)
        ORDER BY stock_id, ex_date, kind, known_from;
        """;

    public string Versions => $"SELECT id, version FROM stock WHERE id {stocks};";

    public static string Of(IEnumerable<int> stocks) =>
        $"IN ({string.Join(", ", stocks.Select(id => id.ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>By stock, then by source, oldest first: in the order of the key, where the whole history is read without sorting.</summary>
    public string Bars(DateRange range)
    {
        var isWhole = range is { First: var first, Last: var last } && first == DateOnly.MinValue && last == DateOnly.MaxValue;
        // Naming the sources makes each one a range of the key.
        var where = only is { } one ? $" AND source = {Number(one)}" : isWhole ? "" : $" AND source IN ({AllSources})";
        return $"""
            SELECT stock_id, source, date, open, high, low, close, adj_close, volume, final, basis_date
            FROM daily_bar WHERE stock_id {stocks}{where}{Within(range)} ORDER BY stock_id, source, date;
            """;
    }

    /// <summary>Of each source, the last day before the range, and whether adjusted closes after it may be impossible.</summary>
    public string Around(DateRange range)
    {
        var sources = string.Join(
            " UNION ALL ", (only is { } one ? [one] : StoredSeries.AllSources).Select(s => $"SELECT {Number(s)} AS source"));
        const string Series = "FROM daily_bar b WHERE b.stock_id = s.id AND b.source = k.source AND b.date";
        var before = range.First == DateOnly.MinValue ? "NULL" : $"(SELECT max(b.date) {Series} < {Day(range.First)})";
        var after = range.Last == DateOnly.MaxValue ? "1 = 0"
            : $"EXISTS (SELECT 1 {Series} > {Day(range.Last)} AND (b.adj_close <= 0 OR b.adj_close > b.close))";
        return $"SELECT s.id, k.source, {before}, {after} FROM stock s CROSS JOIN ({sources}) k WHERE s.id {stocks};";
    }

    private static string Number(SourceName source) => ((short)source).ToString(CultureInfo.InvariantCulture);

    private string Within(DateRange range) =>
        (range.First == DateOnly.MinValue ? "" : $" AND date >= {Day(range.First)}")
        + (range.Last == DateOnly.MaxValue ? "" : $" AND date <= {Day(range.Last)}");

    private string Day(DateOnly day) => isSqlite
        ? DayAsNumber.ToNumber(day).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"DATE '{day:yyyy-MM-dd}'");
}
