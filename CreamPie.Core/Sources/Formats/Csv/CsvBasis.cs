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
    private const string Unproved =
        "Nothing proves the basis of the prices: the file has no adjusted closes, so they may also be adjusted for dividends. "
        + "Name it like AAPL.split.csv to tell that they are adjusted for splits only.";

    /// <param name="rows">The rows of the file.</param>
    /// <param name="actions">Those that it lists.</param>
    /// <param name="listsActions">True if it lists all splits and dividends of its days.</param>
    /// <param name="told">By its importer or the settings; null if neither does.</param>
    /// <param name="exporter">What the exporter with this form is known to write; null for any other.</param>
    public static CsvBasis Of(
        IReadOnlyList<ParsedRow> rows, IReadOnlyList<CorporateAction> actions, bool listsActions, PriceBasis? told, PriceBasis? exporter)
    {
        var hasAdjusted = rows.Any(r => r.Bar.AdjClose is not null);
        var steps = hasAdjusted ? SplitSteps.InAdjustedCloses(rows, actions) : [];
        if (steps.Count > 0)
        {
            var note = $"Adjusted close over close steps by {SplitSteps.Text(steps)}, as it does where the prices are as traded.";
            return told is null or PriceBasis.AsTraded && (!listsActions || ListsThem(steps, actions, rows))
                ? new(PriceBasis.AsTraded, true, note, null)
                : Contradicted(note);
        }
        var (stepping, flat) = hasAdjusted ? (0, 0) : SplitSteps.AtListed(rows, actions);
        if (stepping > 0 && (flat > 0 || told is not (null or PriceBasis.AsTraded)))
            return Contradicted($"The prices step at {stepping} of {stepping + flat} splits that the file lists.");
        if (told == PriceBasis.AsTraded && flat > 0)
            return Contradicted($"The prices do not step at {flat} splits that the file lists, as prices as traded do.");
        if (told is { } basis)
            return new(basis, true, null, null);
        if (stepping > 0)
            return new(PriceBasis.AsTraded, true, "The prices step at the splits that the file lists, so they are as traded.", null);
        if (!hasAdjusted && TickGrid.Fits(rows, actions))
            return new(PriceBasis.SplitAdjusted, true, null, null);
        if (exporter is { } known)
            return new(known, true, null, null);
        return hasAdjusted ? new(PriceBasis.SplitAdjusted, true, null, null) : new(PriceBasis.SplitAdjusted, false, Unproved, null);
    }

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
