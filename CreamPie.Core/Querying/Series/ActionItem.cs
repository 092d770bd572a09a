using CreamPie.Core.Market;

namespace CreamPie.Core.Querying.Series;

/// <summary>A split, or cash per share, on its ex-date.</summary>
/// <param name="Amount">Cash as shares are counted today: later splits are taken out, as in split-adjusted prices. Null for a split.</param>
/// <param name="Exact">False when only a display text told the amount, rounded ("0.00 Dividend").</param>
public sealed record ActionItem(DateOnly ExDate, ActionKind Kind, double? Amount, double? Numerator, double? Denominator, bool Exact);
