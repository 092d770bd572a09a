using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>What the statements of <see cref="SeriesSql"/> say of one stock.</summary>
/// <param name="stock">Without what no series needs: its pulls and its name.</param>
internal sealed class StockRows(Stock stock)
{
    /// <summary>More than four decades: what a hostile date promises is not believed.</summary>
    private const int MostExpected = 12_000;

    private readonly List<(SourceName Source, DateOnly Last)> _before = [];
    private readonly List<SourceName> _impossibleAfter = [];

    public Stock Stock => stock;

    /// <summary>Null if none was written for this version of the stock.</summary>
    public LedgerSummary? Ledger { get; private set; } = stock.Version == 0 ? LedgerSummary.Empty : null;

    public List<CorporateActionRow> Actions { get; } = [];

    public StoredBars Bars { get; } = new(Expected(stock));

    public static StockRows OfStock(Rows rows) => new(new()
    {
        Id = rows.Int(0),
        Symbol = rows.Text(1),
        Exchange = rows.TextOrNull(2),
        Currency = rows.TextOrNull(3),
        TimeZone = rows.TextOrNull(4),
        ServedSource = rows.Has(5) ? (SourceName)rows.Short(5) : null,
        FirstSession = rows.DayOrNull(6),
        LastSession = rows.DayOrNull(7),
        Status = Enum.Parse<StockStatus>(rows.Text(8)),
        LastReason = rows.Has(9) ? Enum.Parse<Reason>(rows.Text(9)) : null,
        Version = rows.Long(10),
    });

    public void AddSummary(Rows rows)
    {
        if (rows.Long(1) == stock.Version)
            Ledger = SummaryBytes.Read(rows.Bytes(2));
    }

    public void AddAction(Rows rows) => Actions.Add(new()
    {
        StockId = rows.Int(0),
        ExDate = rows.Day(1),
        Kind = Enum.Parse<ActionKind>(rows.Text(2)),
        KnownTo = rows.Has(3) ? rows.Instant(3) : null,
        Amount = rows.DoubleOrNull(4),
        Currency = rows.TextOrNull(5),
        Numerator = rows.DoubleOrNull(6),
        Denominator = rows.DoubleOrNull(7),
        Exact = rows.Flag(8),
        CapturedAt = rows.Instant(9),
        DocumentId = rows.Int(10),
        PricedThrough = rows.DayOrNull(11),
    });

    public void AddAround(Rows rows)
    {
        var source = (SourceName)rows.Int(1);
        if (rows.Has(2))
            _before.Add((source, rows.Day(2)));
        if (rows.Flag(3))
            _impossibleAfter.Add(source);
    }

    /// <summary>The last session before what was read; null for none.</summary>
    public DateOnly? LastBefore(SourceName[] served) =>
        _before.Where(b => served.Contains(b.Source)).Max(b => (DateOnly?)b.Last);

    /// <summary>True if adjusted closes after what was read may be impossible, which casts doubt on all before them.</summary>
    public bool MayBeImpossibleAfter(SourceName[] served) => _impossibleAfter.Exists(s => served.Contains(s));

    private static int Expected(Stock stock) => stock is { FirstSession: { } first, LastSession: { } last }
        ? Math.Clamp((last.DayNumber - first.DayNumber + 1) * 5 / 7 + 3, 0, MostExpected)
        : 0;
}
