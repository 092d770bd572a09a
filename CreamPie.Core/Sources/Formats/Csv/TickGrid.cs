using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>
/// Exchanges quote in cents. Closes that have more decimals, and are whole cents once the listed splits are put back (38.514999
/// before a 2:1 split is 77.03), are adjusted for splits alone: a dividend's factor leaves no whole cents.
/// </summary>
internal static class TickGrid
{
    /// <summary>A proof takes that many closes, and as many in a row must not fail it.</summary>
    private const int Block = 20;

    private const int MostOffGrid = 2;

    /// <summary>In cents: what the digits of the file leave open. Beyond this a close says nothing.</summary>
    private const double MostSlack = 0.05;

    public static bool Fits(IReadOnlyList<ParsedRow> rows, IReadOnlyList<CorporateAction> actions)
    {
        if (rows.Count < Block)
            return false;
        var splits = new SplitFactors(actions);
        var last = rows[0].Bar.Date > rows[^1].Bar.Date ? rows[0].Bar.Date : rows[^1].Bar.Date;
        var (speaking, off) = (0, 0);
        foreach (var row in rows)
        {
            var own = row.Bar.Close * 100;
            var ratio = splits.Applied(row.Bar.Date, last);
            var slack = (5e-5 + own * 1e-7) * ratio;
            // Whole cents as written: rounded ones look the same.
            if (slack > MostSlack || Math.Abs(own - Math.Round(own)) < 1e-7)
                continue;
            var cents = own * ratio;
            speaking++;
            off += Math.Abs(cents - Math.Round(cents)) > slack ? 1 : 0;
            if (off > MostOffGrid)
                return false;
            if (speaking % Block == 0)
                off = 0;
        }
        return speaking >= Block;
    }
}
