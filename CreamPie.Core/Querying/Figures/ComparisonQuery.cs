using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Analysis.Risk;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;

namespace CreamPie.Core.Querying.Figures;

/// <summary>Compares stocks on the dates that all of them have.</summary>
public sealed class ComparisonQuery(SeriesQuery series)
{
    /// <summary>1 read the daily series, 2 take their common dates, 3 rebase to 100 at the first one, 4 correlate.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbols">1 to 10, each once.</param>
    /// <param name="request">From, to and adjustment; the rest is ignored.</param>
    /// <param name="isKnown">True if the caller already has the answer of a tag.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<TaggedAnswer<Comparison>> CompareAsync(
        Caller caller, IReadOnlyList<Symbol> symbols, SeriesRequest request, Func<string, bool> isKnown,
        CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        var daily = new SeriesRequest(request.From, request.To, Adjust: request.Adjust);
        var all = await series.AllAsync(caller, symbols, daily, isKnown, cancellationToken);
        return new(all.Tag, all.Answer is null ? null : Of([.. all.Answer.Select(s => s.Series!)], request.Adjust), all.Unknown);
    }

    private static Comparison Of(IReadOnlyList<BarSeries> all, PriceAdjustment adjust)
    {
        var common = CommonDates.Of([.. all.Select(s => s.Bars ?? [])]);
        var doubt = all.FirstOrDefault(s => s.Message is not null);
        return new()
        {
            Adjust = adjust,
            Reason = doubt?.Reason,
            Message = doubt is null ? null : $"{doubt.Symbol}: {doubt.Message}",
            Date = common.Dates,
            Series = [.. all.Select((s, i) => new ComparedSeries(
                s.Symbol, s.Currency, s.Version, Rebasing.ToHundred(common.Series[i])))],
            LeftOut = new(
                common.LeftOut.Count,
                [.. common.LeftOut.TakeLast(LeftOutDates.MaxListed).Select(d => new MissedDate(
                    d.Date, [.. d.Missing.Select(i => all[i].Symbol)]))]),
            Correlation = Correlation.Matrix(common),
        };
    }
}
