using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>
/// Converts as-traded prices to the basis of the series: exact if the document itself lists every split of its days, and
/// then as of its newest day, because it knows of no later split. Otherwise they stay as traded, and the load refuses them.
/// </summary>
internal static class AsTradedPrices
{
    public static bool CanConvert(ParsedDocument document) =>
        document is { Basis: PriceBasis.AsTraded, TellsActions: true };

    public static List<DailyBar> OnBasis(IEnumerable<DailyBar> bars, IEnumerable<CorporateAction> actions, DateOnly basis)
    {
        var splits = new SplitFactors(actions);
        return [.. bars.Select(bar => Divide(bar, splits.Applied(bar.Date, basis)))];
    }

    /// <summary>The amount was stated per share of its ex-date.</summary>
    public static List<CorporateAction> CashOnBasis(IReadOnlyList<CorporateAction> actions, DateOnly basis)
    {
        var splits = new SplitFactors(actions);
        return [.. actions.Select(a => a.Amount is { } amount && splits.Applied(a.ExDate, basis) is var ratio and not 1
            ? a with { Amount = Adjustment.Significant(amount / ratio) }
            : a)];
    }

    // The adjusted close stays: every split is in it already.
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
