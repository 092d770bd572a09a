using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>
/// The market as it looked at the end of an earlier day: no later bar, and no later split or dividend in the prices. What the sources
/// corrected since is in the values.
/// </summary>
public sealed class PastQuery(IDbContextFactory<CreamPieDbContext> contexts, SeriesQuery series, ActionQuery actions)
{
    /// <summary>How far back the last session before a day is looked for, before the whole history is.</summary>
    private const int DaysBack = 31;

    /// <summary>Bars up to a day, on the basis of that day; null if there is no such stock.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbol">Of the stock.</param>
    /// <param name="request">As for <see cref="SeriesQuery"/>; a period that was not over is left out.</param>
    /// <param name="asOf">The last day that was known.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<BarSeries?> BarsAsync(
        Caller caller, Symbol symbol, SeriesRequest request, DateOnly asOf, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        var cut = request with { To = request.To < asOf ? request.To : asOf };
        if (await series.BarsAsync(caller, symbol, cut, cancellationToken) is not { } served)
            return null;
        if (served.Bars is not { Count: > 0 } bars)
        {
            // The sentence of today names days that were still to come.
            var message = string.Create(CultureInfo.InvariantCulture, $"There are no such prices up to {asOf:yyyy-MM-dd}.");
            return served with { Message = message };
        }
        var whole = await WholePeriodsAsync(symbol, served, bars, asOf, cancellationToken);
        served = served with { Bars = whole, Partial = whole.Count < bars.Count ? WithoutLast(served.Partial, whole) : served.Partial };
        if (request.Adjust == PriceAdjustment.None)
            return served;
        var (scale, refusal) = await ScaleAsync(caller, symbol, asOf, cancellationToken);
        if (refusal is not null)
            return served with { Reason = refusal.Reason, Message = refusal.Message, Bars = [] };
        return served with { Bars = [.. served.Bars.Select(bar => scale.Apply(bar, request.Adjust))] };
    }

    /// <summary>Actions up to a day, their amounts per share of that day; null if there is no such stock.</summary>
    public async Task<IReadOnlyList<ActionItem>?> ActionsAsync(
        Caller caller, Symbol symbol, DateOnly asOf, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        if (await actions.ActionsAsync(caller, symbol, cancellationToken) is not { } all)
            return null;
        var later = all.Items.Where(a => a.Kind == ActionKind.Split && a.ExDate > asOf)
            .Aggregate(1.0, (ratio, split) => ratio * (split.Numerator ?? 1) / (split.Denominator ?? 1));
        return [.. all.Items.Where(a => a.ExDate <= asOf)
            .Select(a => a.Amount is { } amount ? a with { Amount = Adjustment.Significant(amount * later) } : a)];
    }

    /// <summary>The newest session up to a day, as it was traded; null without one, or if there is no such stock.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbol">Of the stock.</param>
    /// <param name="asOf">The last day that was known.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<(BarSeries Series, DailyBar Bar)?> LastAsync(
        Caller caller, Symbol symbol, DateOnly asOf, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        return await LastAsync(caller, symbol, PriceAdjustment.None, asOf, cancellationToken) is ({ } traded, { } last)
            ? (traded, last)
            : null;
    }

    private static PartialPeriods? WithoutLast(PartialPeriods? partial, IReadOnlyList<DailyBar> whole) =>
        whole.Count > 0 && partial is PartialPeriods.First or PartialPeriods.Both ? PartialPeriods.First : null;

    private async Task<IReadOnlyList<DailyBar>> WholePeriodsAsync(
        Symbol symbol, BarSeries served, IReadOnlyList<DailyBar> bars, DateOnly asOf, CancellationToken cancellationToken)
    {
        if (!Intervals.TryParse(served.Interval, out var interval) || interval == Interval.Daily)
            return bars;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return bars;
        var calendar = await StockCalendar.OfAsync(db, stock, interval, cancellationToken);
        return [.. bars.Where(b => interval.Around(b.Date, calendar).Last <= asOf)];
    }

    /// <summary>From the day's as-traded close: the one price that no later action has changed.</summary>
    private async Task<(Scale Scale, BarSeries? Refusal)> ScaleAsync(
        Caller caller, Symbol symbol, DateOnly asOf, CancellationToken cancellationToken)
    {
        // Two reads of one version: a load between them is read again.
        for (var attempt = 1; ; attempt++)
        {
            var (traded, last) = await LastAsync(caller, symbol, PriceAdjustment.None, asOf, cancellationToken);
            var (_, adjusted) = await LastAsync(caller, symbol, PriceAdjustment.Splits, asOf, cancellationToken);
            if (last is null)
                return (Scale.None, traded!);
            if (adjusted is { } bar && bar.Date == last.Value.Date && bar.Close != 0)
                return (new(last.Value.Close / bar.Close, last.Value.Close / (bar.AdjClose is { } all and not 0 ? all : bar.Close)), null);
            if (attempt == 3)
                return (Scale.None, traded! with { Reason = "Changing", Message = $"{symbol} is being loaded; ask again." });
        }
    }

    private async Task<(BarSeries? Series, DailyBar? Last)> LastAsync(
        Caller caller, Symbol symbol, PriceAdjustment adjust, DateOnly asOf, CancellationToken cancellationToken)
    {
        var from = DateOnly.FromDayNumber(Math.Max(0, asOf.DayNumber - DaysBack));
        var request = new SeriesRequest(From: from, To: asOf, Adjust: adjust);
        var recent = await series.BarsAsync(caller, symbol, request, cancellationToken);
        if (recent is { Bars: not { Count: > 0 }, Reason: null })
            recent = await series.BarsAsync(caller, symbol, request with { From = null }, cancellationToken);
        return (recent, recent?.Bars is { Count: > 0 } bars ? bars[^1] : null);
    }

    /// <param name="Splits">Split-adjusted prices times this are as of the day.</param>
    /// <param name="All">Adjusted closes times this are as of the day.</param>
    private readonly record struct Scale(double Splits, double All)
    {
        public static readonly Scale None = new(1, 1);

        public DailyBar Apply(DailyBar bar, PriceAdjustment adjust) => adjust == PriceAdjustment.All
            ? Adjustment.AsTraded(bar, All) with
            {
                Close = Adjustment.Significant(bar.Close * All),
                AdjClose = Adjustment.Significant(bar.Close * All),
                Volume = Adjustment.AsTraded(bar, Splits).Volume,
            }
            : Adjustment.AsTraded(bar, Splits) with
            {
                AdjClose = bar.AdjClose is { } adjClose ? Adjustment.Significant(adjClose * All) : null,
            };
    }
}
