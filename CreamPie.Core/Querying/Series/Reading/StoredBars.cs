using System.Runtime.InteropServices;
using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>The bars of one stock as they come from the database: one source after the other, each oldest first.</summary>
/// <param name="capacity">Bars to expect.</param>
internal sealed class StoredBars(int capacity)
{
    private readonly List<(SourceName Source, List<StoredBar> Bars)> _sources = [];

    /// <summary>Reads the row that <paramref name="rows"/> stands on, of <see cref="SeriesSql.Bars"/>.</summary>
    public void Add(Rows rows)
    {
        var source = (SourceName)rows.Short(1);
        if (_sources.Count == 0 || _sources[^1].Source != source)
            _sources.Add((source, new(_sources.Count == 0 ? capacity : 0)));
        _sources[^1].Bars.Add(new(
            new(
                rows.Day(2), rows.DoubleOrNull(3), rows.DoubleOrNull(4), rows.DoubleOrNull(5), rows.Double(6), rows.DoubleOrNull(7),
                rows.LongOrNull(8), rows.Flag(9)),
            rows.Day(10)));
    }

    /// <summary>
    /// One bar a day, oldest first: the served source's, days that it lacks from the others in rank order; each on the basis of the
    /// document that wins its day.
    /// </summary>
    /// <param name="stock">Whose bars.</param>
    /// <param name="ledger">Of the stock.</param>
    /// <param name="only">This source only; null for the served series.</param>
    public List<StoredBar> Served(Stock stock, LedgerSummary ledger, SourceName? only)
    {
        var served = StoredSeries.SourcesOf(stock, only);
        var sources = _sources.FindAll(s => served.Contains(s.Source));
        foreach (var (source, bars) in sources)
        {
            if (ledger.Sources.TryGetValue(source, out var summary))
                PutOnBasis(CollectionsMarshal.AsSpan(bars), summary.Bases);
        }
        return sources.Count switch { 0 => [], 1 => sources[0].Bars, _ => Merged(sources, stock) };
    }

    /// <summary>A day that no document has keeps the basis of its row.</summary>
    private static void PutOnBasis(Span<StoredBar> bars, IReadOnlyList<BasisRange> bases)
    {
        var at = 0;
        for (var i = 0; i < bars.Length; i++)
        {
            ref var bar = ref bars[i];
            while (at < bases.Count && bases[at].Days.Last < bar.Bar.Date)
                at++;
            if (at == bases.Count)
                return;
            var basis = bases[at];
            if (bar.Bar.Date < basis.Days.First)
                continue;
            bar = new(bar.Bar, basis.BasisDate)
            {
                ForgetsCash = basis.ForgetsCash,
                CashBasisDate = basis.CashBasisDate,
                LackedCash = basis.LackedCash,
            };
        }
    }

    private static List<StoredBar> Merged(List<(SourceName Source, List<StoredBar> Bars)> sources, Stock stock)
    {
        var merged = new List<StoredBar>(sources.Max(s => s.Bars.Count));
        var next = new int[sources.Count];
        while (true)
        {
            var day = DateOnly.MaxValue;
            var best = -1;
            for (var i = 0; i < next.Length; i++)
            {
                if (next[i] == sources[i].Bars.Count)
                    continue;
                var bar = sources[i].Bars[next[i]].Bar;
                if (best < 0 || bar.Date < day || (bar.Date == day && Rank(i).CompareTo(Rank(best)) < 0))
                    (day, best) = (bar.Date, i);
            }
            if (best < 0)
                return merged;
            merged.Add(sources[best].Bars[next[best]]);
            for (var i = 0; i < next.Length; i++)
            {
                if (next[i] < sources[i].Bars.Count && sources[i].Bars[next[i]].Bar.Date == day)
                    next[i]++;
            }
        }

        (bool, int) Rank(int source) =>
            StoredSeries.Rank(sources[source].Source, sources[source].Bars[next[source]].Bar.Final, stock);
    }
}
