using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Analysis.Risk;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Figures;

/// <summary>Returns and risk of one stock.</summary>
public sealed class FigureQuery(IDbContextFactory<CreamPieDbContext> contexts, SeriesQuery series)
{
    /// <summary>The panel and the charts of one page ask for the same figures, and so do its readers.</summary>
    private readonly KnownAnswers<StockFigures> _known = new(200);

    /// <summary>Computed over the daily bars of the requested dates, once for each state of the stock.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbol">Of the stock.</param>
    /// <param name="request">Checked by the caller.</param>
    /// <param name="isKnown">True if the caller already has the answer of a tag.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<TaggedAnswer<StockFigures>> FiguresAsync(
        Caller caller, Symbol symbol, FigureRequest request, Func<string, bool> isKnown, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        Symbol[] symbols = request.Benchmark is { } benchmark ? [symbol, benchmark] : [symbol];
        var daily = new SeriesRequest(request.From, request.To, Adjust: request.Adjust);
        StockFigures? known = null;
        var all = await series.AllAsync(
            caller, symbols, daily, tag => isKnown(tag) || _known.TryGet((tag, request), out known), cancellationToken);
        if (all.Answer is not { } answers)
            return new(all.Tag, known, all.Unknown);
        var own = await OwnAsync(caller, symbol, answers[0], request with { Benchmark = null }, cancellationToken);
        return new(all.Tag, answers.Count < 2 ? own : _known.Keep((all.Tag, request), Against(own, answers[0], answers[1].Series!)));
    }

    /// <summary>What needs no benchmark is the same with each.</summary>
    private async Task<StockFigures> OwnAsync(
        Caller caller, Symbol symbol, TaggedSeries answer, FigureRequest request, CancellationToken cancellationToken)
    {
        if (_known.TryGet((answer.Tag, request), out var known))
            return known;
        var dividends = await YieldAsync(caller, symbol, answer.Series!.Bars ?? [], cancellationToken);
        return _known.Keep((answer.Tag, request), Of(answer.Series, request) with { DividendYield = dividends });
    }

    private static StockFigures Of(BarSeries answer, FigureRequest request)
    {
        var bars = answer.Bars ?? [];
        return new()
        {
            Symbol = answer.Symbol,
            Adjust = request.Adjust,
            Version = answer.Version,
            Reason = answer.Reason,
            Message = answer.Message,
            Returns = PeriodReturns.Of(bars),
            AnnualReturn = PeriodReturns.Annual(bars),
            Volatility = Volatility.Annual(bars),
            SharpeRatio = Volatility.Sharpe(bars, request.RiskFree),
            RiskFree = request.RiskFree,
            MaximumDrawdown = Drawdown.Maximum(bars),
            Drawdowns = Drawdown.ByMonth(bars),
            AverageVolume = AverageVolume.Of(bars),
            Months = CalendarReturns.ByMonth(bars),
            Years = CalendarReturns.ByYear(bars),
            Distribution = ReturnHistogram.Of(bars),
        };
    }

    /// <summary>A doubt about the stock itself comes before one about its benchmark.</summary>
    private static StockFigures Against(StockFigures own, TaggedSeries answer, BarSeries benchmark)
    {
        var common = CommonDates.Of([answer.Series!.Bars ?? [], benchmark.Bars ?? []]);
        var figures = own with
        {
            Benchmark = new(
                benchmark.Symbol, Correlation.Beta(common.Series[0], common.Series[1]), Correlation.Matrix(common).Matrix[0][1]),
        };
        return own.Message is not null || benchmark.Message is null
            ? figures
            : figures with { Reason = benchmark.Reason, Message = $"{benchmark.Symbol}: {benchmark.Message}" };
    }

    /// <summary>A dividend that is unknown, or in a currency without a rate, would make it too low: then there is none.</summary>
    private async Task<DividendYield?> YieldAsync(
        Caller caller, Symbol symbol, IReadOnlyList<DailyBar> bars, CancellationToken cancellationToken)
    {
        if (bars.Count == 0 || bars[^1].Date.Year == 1)
            return null;
        var last = bars[^1].Date;
        // Later dividends are not in this close, as they are in a total return's.
        var price = await series.BarsAsync(caller, symbol, new(From: last, To: last), cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        if (price?.Bars is not [var bar] || await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        var ledger = await StoredSeries.SummaryAsync(db, stock, cancellationToken);
        var history = await StoredSeries.ActionsAsync(db, stock, ledger, cancellationToken);
        var year = DividendYield.Of([], last, bar.Close);
        List<StoredAction> dividends = [.. history.Actions.Where(a =>
            a.Action.Kind == ActionKind.Dividend && a.Action.ExDate >= year.From && a.Action.ExDate <= year.To)];
        if (!history.Knows(year.From.AddDays(-1), last) || dividends.Exists(a => CashFactors.Rate(a, history) is null))
            return null;
        return DividendYield.Of(
            dividends.Select(a => (a.Action.ExDate, Adjustment.CashToday(a, history) * CashFactors.Rate(a, history)!.Value)),
            last, bar.Close);
    }
}
