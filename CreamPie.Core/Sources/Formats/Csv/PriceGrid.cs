using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>Of which prices those of a file can be, by <see cref="PriceGrid"/>.</summary>
internal enum GridFit
{
    /// <summary>Adjusted for dividends, or of too few digits to tell.</summary>
    None,

    /// <summary>As traded, or adjusted for splits where there was none.</summary>
    Whole,

    /// <summary>Adjusted for splits alone: multiplied by them, all are whole ticks.</summary>
    AfterSplits,
}

/// <summary>
/// Exchanges quote in ticks. Prices of more decimals that are whole ticks, or are so once splits are put back (38.514999 before a
/// 2:1 split is 77.03), have no dividend taken out of them: its factor leaves no whole ticks on any day before its ex-date.
/// </summary>
internal static class PriceGrid
{
    private const int FewestDecimals = 4;

    /// <summary>So many days in a row beside the grid are looked at for a split that the file does not list.</summary>
    private const int Patience = 6;

    /// <summary>Older days without a word end the proof.</summary>
    private const int MostSilent = 20;

    /// <summary>Rows that are further apart on average are remains of no trading.</summary>
    private const int GapDays = 10;

    /// <summary>Of the days: sources have some prices of no exchange.</summary>
    private const double MostOff = 0.1;

    /// <summary>As the logarithm to base 2 of how improbable it is that other prices are on the grid.</summary>
    private const double EnoughBits = 30, EnoughBitsOfASplit = 40;

    /// <summary>What prices before a split that the file does not list are multiplied by: its numerator does, too.</summary>
    private static readonly double[] Multipliers =
    [
        2, 1.5, 3, 4, 4.0 / 3, 1.25, 1.2, .. SmallSteps.Ratios.Select(r => (double)r.New / r.Old),
        5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 25, 30, 40, 50, 100,
    ];

    public static GridFit Of(CsvHistory file)
    {
        var (rows, actions, digits) = (file.Rows, file.Actions, file.Digits);
        if (rows.Count == 0 || digits.Decimals < FewestDecimals)
            return GridFit.None;
        var newestFirst = rows[0].Bar.Date > rows[^1].Bar.Date;
        DailyBar At(int i) => rows[newestFirst ? i : rows.Count - 1 - i].Bar;
        var splits = new SplitFactors(actions);
        var (newest, oldest) = (At(0).Date, At(rows.Count - 1).Date);
        var found = 1.0;
        var (bits, spoken, off, offInRun, silent) = (0.0, 0, 0, 0, 0);
        var run = new List<DailyBar>();
        for (var i = 0; i < rows.Count; i++)
        {
            var bar = At(i);
            var day = TickDay.Of(bar, splits.Applied(bar.Date, newest) * found, digits);
            (bits, spoken, off) = (bits + day.Bits, spoken + (day.IsSilent ? 0 : 1), off + (day.IsOff ? 1 : 0));
            (silent, offInRun) = (day.IsSilent ? silent + 1 : 0, offInRun + (day.IsOff ? 1 : 0));
            // Half cents are whole ones every other time.
            if (day.Off > 0)
                run.Add(bar);
            else if (!day.IsSilent)
                Restart();
            if (run.Count == 0 || (run.Count != Patience && i < rows.Count - 1))
                continue;
            var multiplier = file.ListsSplits ? null : UnlistedSplit(run, b => splits.Applied(b.Date, newest) * found, digits);
            // A dividend is in all days up to the oldest one.
            if (multiplier is null && i == rows.Count - 1 && run[0].Date.DayNumber - bar.Date.DayNumber <= GapDays * run.Count)
                return GridFit.None;
            if (multiplier is null)
                continue;
            found *= multiplier.Value;
            off -= offInRun;
            Restart();
        }
        if (bits < EnoughBits || silent > MostSilent || off > MostOff * spoken)
            return GridFit.None;
        return found > 1 || splits.All.Any(s => s.ExDate > oldest && s.ExDate <= newest) ? GridFit.AfterSplits : GridFit.Whole;

        void Restart()
        {
            run.Clear();
            offInRun = 0;
        }
    }

    private static double? UnlistedSplit(List<DailyBar> run, Func<DailyBar, double> applied, WrittenDigits digits)
    {
        foreach (var multiplier in Multipliers)
        {
            var (bits, off) = (0.0, 0);
            foreach (var bar in run)
            {
                var day = TickDay.Of(bar, applied(bar) * multiplier, digits);
                bits += day.Bits;
                off += day.IsOff ? 1 : 0;
            }
            if (off <= run.Count / Patience && bits >= EnoughBitsOfASplit)
                return multiplier;
        }
        return null;
    }
}
