using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>What a file's adjusted closes say of its closes.</summary>
internal enum AdjustedCloses
{
    None,

    /// <summary>
    /// They repeat the closes: true where nothing was paid, and where what was paid is taken out of the closes, too. They say nothing.
    /// </summary>
    Copied,

    /// <summary>They differ from the closes, from one day back.</summary>
    Own,
}

/// <summary>Tells adjusted closes from copies of the closes.</summary>
internal static class AdjustedCloseColumn
{
    /// <summary>Relative: no dividend is smaller.</summary>
    private const double Same = 1e-5;

    /// <summary>Of the days from the newest that differs: dividends concern all days before them, a single error does not.</summary>
    private const double MostDiffer = 0.8;

    /// <summary>That many days, or that share of a short file.</summary>
    private const int FewestDiffer = 2;

    private const double LeastShare = 0.2;

    public static AdjustedCloses Of(IReadOnlyList<ParsedRow> rows, WrittenDigits digits)
    {
        var oldestFirst = rows.Count == 0 || rows[0].Bar.Date <= rows[^1].Bar.Date;
        var (known, differ, since) = (0, 0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var bar = rows[oldestFirst ? rows.Count - 1 - i : i].Bar;
            if (bar is not { AdjClose: { } adjClose, Close: > 0 })
                continue;
            known++;
            var rounding = adjClose > 0 ? digits.RoundingOf(bar.Close) + digits.RoundingOfAdjusted(adjClose) : 0;
            if (Math.Abs(adjClose - bar.Close) > Math.Max(Same * bar.Close, rounding))
                differ++;
            since += differ > 0 ? 1 : 0;
        }
        return known == 0 ? AdjustedCloses.None
            : (differ >= FewestDiffer || differ > LeastShare * known) && differ >= MostDiffer * since ? AdjustedCloses.Own
            : AdjustedCloses.Copied;
    }
}
