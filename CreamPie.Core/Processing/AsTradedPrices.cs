using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>
/// Prices as traded, put on the basis of the series: exact where the document itself lists every split of its days, and
/// then as of its newest day, because it cannot tell of a split after that. Otherwise they stay as traded, and are refused.
/// </summary>
internal static class AsTradedPrices
{
    public static bool CanConvert(ParsedDocument document) =>
        document is { Basis: PriceBasis.AsTraded, ListsActions: true } && document.Errors.All(e => e.Kind != RowProblem.Action);

    public static List<DailyBar> OnBasis(IEnumerable<DailyBar> bars, IEnumerable<CorporateAction> actions, DateOnly basis)
    {
        var splits = new SplitFactors(actions);
        return [.. bars.Select(bar => Divide(bar, splits.Applied(bar.Date, basis)))];
    }

    /// <summary>Cash was told per share of its ex-date.</summary>
    public static List<CorporateAction> CashOnBasis(IReadOnlyList<CorporateAction> actions, DateOnly basis)
    {
        var splits = new SplitFactors(actions);
        return [.. actions.Select(a => a.Amount is { } amount && splits.Applied(a.ExDate, basis) is var ratio and not 1
            ? a with { Amount = Adjustment.Significant(amount / ratio) }
            : a)];
    }

    // The adjusted close is left alone: it has every split in it already.
    private static DailyBar Divide(DailyBar bar, double ratio)
    {
        if (ratio == 1)
            return bar;
        return bar with
        {
            Open = Price(bar.Open),
            High = Price(bar.High),
            Low = Price(bar.Low),
            Close = Adjustment.Significant(bar.Close / ratio),
            Volume = bar.Volume is { } volume && volume * ratio < 9.2e18 ? (long)Math.Round(volume * ratio) : null,
        };

        double? Price(double? price) => price is { } known ? Adjustment.Significant(known / ratio) : null;
    }
}
