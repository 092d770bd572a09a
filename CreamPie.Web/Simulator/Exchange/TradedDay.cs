namespace CreamPie.Web.Simulator.Exchange;

internal readonly record struct SplitTerms(int New, int Old)
{
    public double Ratio => (double)New / Old;
}

/// <summary>A session as traded: prices in cents of its own day, before any later split.</summary>
/// <param name="Dividend">Per share of this day; 0 on most days.</param>
/// <param name="Split">Effective from this morning on.</param>
internal readonly record struct TradedDay(
    DateOnly Day, double Open, double High, double Low, double Close, long Volume, double Dividend = 0, SplitTerms? Split = null);
