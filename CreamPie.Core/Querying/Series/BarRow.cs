using CreamPie.Core.Market;

namespace CreamPie.Core.Querying.Series;

/// <summary>
/// What a bar's period brings: with it, each row explains the step from the raw close before it to the adjusted one.
/// An ex-date on a day without a bar belongs to the next bar; one before the first bar of the history belongs to none.
/// </summary>
/// <param name="DivCash">
/// Sum of the dividends and capital gains with an ex-date in the period, per share as shares are counted in the bar's own prices
/// (as of its last session where they are as traded, today otherwise), in the currency of the prices. 0 for none; null if no document
/// tells the actions of the period, or one is in a currency without a rate.
/// </param>
/// <param name="SplitFactor">
/// Product of the splits with an ex-date in the period, new shares for one old share: 10 for 10:1, 0.1 for 1:10. 1 for none; null if no
/// document tells the actions of the period.
/// </param>
public readonly record struct BarActions(double? DivCash, double? SplitFactor);

/// <summary>A served row: a <see cref="DailyBar"/>, or a longer one, with its <see cref="BarActions"/>; units and nulls as there.</summary>
/// <param name="Date">Its trading day; of a longer bar the first session.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="AdjClose">Close adjusted for splits and dividends.</param>
/// <param name="Volume">Shares or units.</param>
/// <param name="Final">False for a provisional bar.</param>
/// <param name="DivCash">Cash per share of the period.</param>
/// <param name="SplitFactor">New shares for one old share, of the period.</param>
public readonly record struct BarRow(
    DateOnly Date, double? Open, double? High, double? Low, double Close, double? AdjClose, long? Volume, bool Final, double? DivCash,
    double? SplitFactor)
{
    internal static BarRow Of(DailyBar bar, BarActions actions) => new(
        bar.Date, bar.Open, bar.High, bar.Low, bar.Close, bar.AdjClose, bar.Volume, bar.Final, actions.DivCash, actions.SplitFactor);
}
