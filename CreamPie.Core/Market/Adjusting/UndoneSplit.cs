namespace CreamPie.Core.Market.Adjusting;

/// <summary>A split that a source put into its prices and took out again: announced, then postponed or cancelled.</summary>
/// <param name="ExDate">Prices before it were divided.</param>
/// <param name="Through">In the prices whose basis is on or after the ex-date and not after this day.</param>
/// <param name="Ratio">New shares for one old share; above 0.</param>
public readonly record struct UndoneSplit(DateOnly ExDate, DateOnly Through, double Ratio);
