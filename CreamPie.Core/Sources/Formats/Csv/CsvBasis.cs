using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>
/// The basis of a CSV: told by its importer, proved by its own numbers, or known of its exporter; in this order, and nothing told
/// stands against what the numbers prove. Otherwise it is only the likeliest one.
/// </summary>
/// <param name="Basis">Of the prices.</param>
/// <param name="IsProved">False if it is only the likeliest.</param>
/// <param name="Note">What is seen of it, as one sentence; null if there is nothing to say.</param>
/// <param name="Contradiction">Why the file is refused; null if it is not.</param>
internal readonly record struct CsvBasis(PriceBasis Basis, bool IsProved, string? Note, string? Contradiction)
{
    private const string HowToTell = " Name it like AAPL.split.csv to tell that they are adjusted for splits only.";

    private const string NoAdjustedCloses =
        "Nothing proves the basis of the prices: the file has no adjusted closes, so they may also be adjusted for dividends." + HowToTell;

    private const string CopiedCloses =
        "Nothing proves the basis of the prices: the adjusted closes are the closes, as they are where nothing was paid, and where the "
        + "closes are adjusted for dividends, too." + HowToTell;

    /// <summary>Most likely adjusted for splits only.</summary>
    public static readonly CsvBasis NotProved = Doubted(NoAdjustedCloses);

    /// <param name="file">Read to its end.</param>
    /// <param name="told">By its importer or the settings; null if neither does.</param>
    /// <param name="exporter">What the exporter with this form is known to write; null for any other.</param>
    public static CsvBasis Of(CsvHistory file, PriceBasis? told, PriceBasis? exporter)
    {
        var (rows, actions) = (file.Rows, file.Actions);
        var adjusted = AdjustedCloseColumn.Of(rows, file.Digits);
        var steps = adjusted == AdjustedCloses.Own ? SplitSteps.InAdjustedCloses(rows, actions) : [];
        var small = adjusted == AdjustedCloses.Own ? SmallSteps.In(rows, actions, file.Digits) : ([], []);
        steps = [.. steps.Concat(small.Proved).OrderBy(s => s.ExDate)];
        if (steps.Count > 0)
        {
            var note = $"Adjusted close over close steps by {SplitSteps.Text(steps)}, as it does where the prices are as traded.";
            return told is null or PriceBasis.AsTraded && (!file.ListsActions || ListsThem(steps, actions, rows))
                ? new(PriceBasis.AsTraded, true, note, null)
                : Contradicted(note);
        }
        var (stepping, flat) = adjusted == AdjustedCloses.None ? SplitSteps.AtListed(rows, actions) : (0, 0);
        if (stepping > 0 && (flat > 0 || told is not (null or PriceBasis.AsTraded)))
            return Contradicted($"The prices step at {stepping} of {stepping + flat} splits that the file lists.");
        if (told == PriceBasis.AsTraded && flat > 0)
            return Contradicted($"The prices do not step at {flat} splits that the file lists, as prices as traded do.");
        if (told is { } basis)
            return new(basis, true, null, null);
        if (stepping > 0)
            return new(PriceBasis.AsTraded, true, "The prices step at the splits that the file lists, so they are as traded.", null);
        return adjusted == AdjustedCloses.Own ? ByDividends(file, small.Doubtful, exporter) : ByGrid(file, adjusted, exporter);
    }

    /// <summary>Adjusted closes that differ from the closes by dividends: these are not taken out of the closes.</summary>
    private static CsvBasis ByDividends(CsvHistory file, List<CorporateAction> doubtful, PriceBasis? exporter)
    {
        if (exporter == PriceBasis.AsTraded)
            return new(PriceBasis.AsTraded, true, null, null);
        return doubtful.Count == 0 || PriceGrid.Of(file) == GridFit.AfterSplits
            ? new(PriceBasis.SplitAdjusted, true, null, null)
            : Doubted(
                $"Nothing proves the basis of the prices: adjusted close over close steps by {SplitSteps.Text(doubtful)}, as at splits of "
                + "prices as traded, or by dividends of the same size." + HowToTell);
    }

    private static CsvBasis ByGrid(CsvHistory file, AdjustedCloses adjusted, PriceBasis? exporter)
    {
        var grid = PriceGrid.Of(file);
        if (grid != GridFit.AfterSplits && exporter == PriceBasis.AsTraded)
            return new(PriceBasis.AsTraded, true, null, null);
        // Whole ticks may also be those of prices as traded, if the file could hide a split: its form or its list says that it does not.
        if (grid == GridFit.AfterSplits || (grid == GridFit.Whole && (file.ListsSplits || exporter is not null))
            || (adjusted == AdjustedCloses.Copied && file is { ListsActions: true, HasCash: false }
                && !SmallSteps.AreListed(file.Rows, file.Actions)))
            return new(PriceBasis.SplitAdjusted, true, null, null);
        return exporter == PriceBasis.FullyAdjusted ? new(PriceBasis.FullyAdjusted, true, null, null)
            : Doubted(adjusted == AdjustedCloses.Copied ? CopiedCloses : NoAdjustedCloses);
    }

    private static CsvBasis Doubted(string note) => new(PriceBasis.SplitAdjusted, false, note, null);

    private static CsvBasis Contradicted(string note) =>
        new(default, false, null, $"The basis of the prices is in doubt, so none is loaded. {note}");

    /// <summary>Every step has a listed split of its ratio; small ones may be lost in rounding.</summary>
    private static bool ListsThem(List<CorporateAction> steps, IReadOnlyList<CorporateAction> actions, IReadOnlyList<ParsedRow> rows)
    {
        var first = rows.Min(r => r.Bar.Date);
        var listed = actions.Where(a => a.Kind == ActionKind.Split && a.ExDate > first).ToLookup(a => a.ExDate, a => a.Ratio);
        return steps.TrueForAll(s => listed[s.ExDate].Any(ratio => Math.Abs(ratio / s.Ratio - 1) < 0.01));
    }
}
