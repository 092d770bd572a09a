using CreamPie.Core.Loading.Checks;
using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Replay;

/// <summary>The difference between stored bars and those that a replay gives.</summary>
/// <param name="stockId">The stock.</param>
/// <param name="knownAt">UTC; since when what changes is known.</param>
/// <param name="splits">Those that stand after the replay.</param>
internal sealed class BarChanges(int stockId, DateTime knownAt, SplitFactors splits)
{
    private readonly List<(DailyBarRow Row, AdjustedChange Change)> _adjusted = [];
    private int _changed;

    public List<DailyBarRow> Inserts { get; } = [];
    public List<DailyBarRow> Updates { get; } = [];
    public List<BarRevision> Revisions { get; } = [];

    public LoadCounts Counts => new(Inserts.Count, _changed, 0, Revisions.Count(r => r.Final));

    /// <param name="was">As stored; null if the day is new.</param>
    /// <param name="row">As it is now; becomes the stock's.</param>
    public void Add(DailyBarRow? was, DailyBarRow row)
    {
        row.StockId = stockId;
        if (was is null)
        {
            row.KnownSince = knownAt;
            Inserts.Add(row);
            return;
        }
        row.KnownSince = was.KnownSince;
        var (before, after) = (splits.Pending(was.Date, was.BasisDate), splits.Pending(row.Date, row.BasisDate));
        var isSame = RowChange.IsNone(was, row) && before == after;
        if (isSame && was.AdjClose is { } same)
            _adjusted.Add((row, AdjustedChange.Of(row.Date, same, 1, same)));
        if (isSame && was.DocumentId == row.DocumentId && was.BasisDate == row.BasisDate)
            return;
        Updates.Add(row);
        if (isSame)
            return;
        _changed++;
        if (!RowChange.IsRestatement(was, before, row, after))
        {
            row.KnownSince = After(was);
            Revisions.Add(BarRevision.Of(was, row.KnownSince));
        }
        else if (was.AdjClose is { } old && row.AdjClose is { } now)
        {
            _adjusted.Add((row, AdjustedChange.Of(row.Date, old, after / before, now)));
        }
    }

    public void Remove(DailyBarRow was) => Revisions.Add(BarRevision.Of(was, After(was)));

    /// <summary>Of each source: adjusted closes that changed while the prices stayed, or did not change.</summary>
    public IEnumerable<(SourceName Source, IReadOnlyList<AdjustedChange> Changes, int DocumentId)> Adjusted => _adjusted
        .GroupBy(a => a.Row.Source)
        .Select(source => (
            source.Key, (IReadOnlyList<AdjustedChange>)[.. source.Select(a => a.Change)], source.Last().Row.DocumentId));

    private DateTime After(DailyBarRow was) => knownAt > was.KnownSince ? knownAt : was.KnownSince.AddMilliseconds(1);
}
