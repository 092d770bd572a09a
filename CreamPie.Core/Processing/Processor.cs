using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing.Dividends;
using CreamPie.Core.Processing.Splits;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>
/// Turns rows in the document's order into bars, oldest first, one a day. Rejects only what cannot be read; any other
/// doubt is loaded with a finding. Depends on the document alone, so that any order of documents gives the same bars.
/// </summary>
internal static class Processor
{
    /// <summary>Never throws: doubts are findings, rows that cannot be read are counted.</summary>
    /// <param name="document">As parsed.</param>
    /// <param name="context">From its manifest.</param>
    public static ProcessedDocument Process(ParsedDocument document, ProcessContext context)
    {
        var findings = new FindingList();
        var readable = Only(document.Rows, r => double.IsFinite(r.Bar.Close));
        var newest = readable.Count == 0 ? (DateOnly?)null : readable.Max(r => r.Bar.Date);
        var clock = new CaptureClock(document, context, newest);

        // 1 Findings of the parser.
        var rejected = DocumentChecks.Report(document, findings);
        foreach (var row in readable.Count == document.Rows.Count ? [] : document.Rows.Where(r => !double.IsFinite(r.Bar.Close)))
        {
            findings.Add(FindingKind.RejectedRow, row.Bar.Date, $"Row {row.Position}: the close is not a number.", "Not loaded.");
            rejected++;
        }

        // 2 Rows later than the capture.
        var past = Only(readable, r => !clock.IsFuture(r.Bar.Date));
        foreach (var row in past.Count == readable.Count ? [] : readable.Where(r => clock.IsFuture(r.Bar.Date)))
        {
            findings.Add(
                FindingKind.FutureRow, row.Bar.Date,
                $"The row is dated {FindingList.Day(row.Bar.Date)}, "
                + $"but the document was captured on {FindingList.Day(clock.SeenOn)}.",
                "Not loaded.");
            rejected++;
        }

        // 3 One row a day, oldest first.
        var days = DeduplicatedRows.Of(past, findings);
        rejected += days.Rejected;

        // 4 Placeholders, then finality: every bar before a final one is final.
        var bars = PlaceholderValues.Clear(days.Bars, findings);
        var live = clock.MayBeLive && LiveRow.IsLast(bars) ? bars[^1].Date : days.Provisional;
        for (var i = bars.Count - 1; i >= 0 && !(clock.IsFinal(bars[i].Date) && bars[i].Date != live); i--)
            bars[i] = bars[i] with { Final = false };

        // 5 Each split once; then the basis of the series, if the document lists all that the conversion takes.
        document = RepeatedSplits.Once(document, bars, findings);
        var (basis, basisDate) = (document.Basis, clock.BasisDate);
        if (AsTradedPrices.CanConvert(document) && bars.Count > 0)
        {
            (basis, basisDate) = (PriceBasis.SplitAdjusted, bars[^1].Date);
            bars = AsTradedPrices.OnBasis(bars, document.Actions, basisDate);
            document = document with { Actions = AsTradedPrices.CashOnBasis(document.Actions, basisDate) };
        }
        else if (basis == PriceBasis.SplitAdjusted && !clock.IsGuessed)
        {
            basisDate = SplitStep.BasisOf(basisDate, bars, document.Actions);
        }

        // 6 Strange values, loaded nevertheless.
        BarChecks.Report(bars, document, clock, findings);
        if (basis == PriceBasis.SplitAdjusted)
            AdjCloseChecks.Report(bars, findings);
        var symbol = context.Symbol ?? document.Listing.Symbol;
        var comparable = PaymentCurrencies.Report(document, findings);
        DividendChecks.Report(bars, comparable, CurrencyUnit.IsQuotedInHundredths(symbol, document.Listing.Currency), findings);
        SplitChecks.Report(bars, document, findings);
        if (!document.BasisProved)
        {
            findings.Add(
                FindingKind.BasisNotProved, null, document.BasisNote ?? "Nothing proves the basis of the prices.",
                "Loaded as split-adjusted into a series of its own, served only while there is no other.");
        }

        return new ProcessedDocument(
            basis,
            clock.CapturedAt,
            basisDate,
            FinalThrough(bars),
            document.Precise,
            document.TellsActions,
            document.Listing,
            bars,
            [.. document.Actions.Where(a => !clock.IsFuture(a.ExDate)).Distinct().OrderBy(a => a.ExDate).ThenBy(a => a.Kind)],
            findings.Summarised(),
            rejected)
        {
            TellsCash = document.Errors.All(e => e.Kind != RowProblem.Payment),
            // As-traded prices need no date: every row has its own basis.
            BasisGuessed = clock.IsGuessed && document.Basis != PriceBasis.AsTraded,
            BasisProved = document.BasisProved,
            BasisNote = document.BasisNote,
        };
    }

    /// <summary>The rows themselves if all are meant, as they nearly always are.</summary>
    private static IReadOnlyList<ParsedRow> Only(IReadOnlyList<ParsedRow> rows, Predicate<ParsedRow> isMeant)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (!isMeant(rows[i]))
                return [.. rows.Where(r => isMeant(r))];
        }
        return rows;
    }

    private static DateOnly? FinalThrough(List<DailyBar> bars)
    {
        var last = bars.FindLastIndex(b => b.Final);
        return last < 0 ? null : bars[last].Date;
    }
}
