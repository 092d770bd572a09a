using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.Site;

namespace CreamPie.Web.Simulator.FaultInjection;

/// <summary>Histories with the right layout and wrong rows, in the page's table and in its payload alike.</summary>
internal static class SpoiledRows
{
    public const int EachOf = 50;

    /// <summary>The newest day keeps its values.</summary>
    public static void WithoutValues(SimulatedQuote quote)
    {
        for (var i = EachOf / 2; i < quote.Rows.Length - 1; i += EachOf)
        {
            quote.Rows[i] = quote.Rows[i] with
            {
                Open = float.NaN,
                High = float.NaN,
                Low = float.NaN,
                Close = float.NaN,
                AdjClose = float.NaN,
            };
        }
    }

    /// <summary>A day in the middle also occurs on its neighbour's date, a tenth dearer.</summary>
    public static void OneTwice(SimulatedQuote quote)
    {
        var middle = quote.Rows.Length / 2;
        var i = Array.FindIndex(quote.Rows, middle, Math.Max(0, quote.Rows.Length - 1 - middle), r => r.Dividend == 0 && r.Split is null);
        if (i < 0)
            return;
        quote.Rows[i] = Times(quote.Rows[i + 1], 1.1f) with { Dividend = 0, Split = null };
        quote.Times[i] = quote.Times[i + 1];
    }

    public static void Hundredfold(SimulatedQuote quote)
    {
        for (var i = 0; i < quote.Rows.Length; i++)
            quote.Rows[i] = Times(quote.Rows[i], 100) with { Dividend = quote.Rows[i].Dividend * 100 };
    }

    private static AdjustedHistory.Row Times(AdjustedHistory.Row row, float factor) => row with
    {
        Open = row.Open * factor,
        High = row.High * factor,
        Low = row.Low * factor,
        Close = row.Close * factor,
        AdjClose = row.AdjClose * factor,
    };
}
