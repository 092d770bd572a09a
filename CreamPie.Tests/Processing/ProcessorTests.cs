using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using static CreamPie.Tests.Processing.TestBars;

namespace CreamPie.Tests.Processing;

public sealed class ProcessorTests
{
    [Fact]
    public void Bars_are_oldest_first_whatever_the_document_order()
    {
        var document = Document(Bar(Day2), Bar(Day1));

        Assert.Equal([Day1, Day2], Process(document).Bars.Select(b => b.Date));
        Assert.Equal(new DateRange(Day1, Day2), Process(document).Range);
    }

    [Fact]
    public void Document_without_a_loadable_row_is_still_processed()
    {
        var processed = Process(Document() with { Basis = PriceBasis.AsTraded });

        Assert.Empty(processed.Bars);
        Assert.Null(processed.FinalThrough);
        Assert.Null(processed.Range);
        Assert.Equal(PriceBasis.AsTraded, processed.Basis);
    }

    [Fact]
    public void Parser_errors_become_findings_and_only_lost_rows_count()
    {
        var processed = Process(Document(Bar(Day2)) with
        {
            Errors =
            [
                new RowError(3, Day1, "The row has no close."),
                new RowError(null, null, "The event is not understood.", RowProblem.Action),
                new RowError(0, Day2, "The volume is beyond 64 bits.", RowProblem.Volume),
                new RowError(null, null, "2 characters are not valid UTF-8.", RowProblem.Document),
            ],
            Disagreements = [new Disagreement(Day2, "close", 10, 11)],
        });

        Assert.Equal(1, processed.Rejected);
        Assert.Equal(
            [
                FindingKind.RejectedRow, FindingKind.TableDisagrees, FindingKind.UnknownAction, FindingKind.InvalidVolume,
                FindingKind.DocumentDoubt,
            ],
            processed.Findings.Select(f => f.Kind));
    }

    [Fact]
    public void More_than_twenty_of_a_kind_become_one_finding()
    {
        RowError[] errors = [.. Enumerable.Range(0, 1_234).Select(i => new RowError(i, Day1.AddDays(-i), "The row has no close."))];

        Assert.Equal(20, Process(Document(Bar(Day2)) with { Errors = errors[..20] }).Findings.Count);
        var finding = Assert.Single(Process(Document(Bar(Day2)) with { Errors = errors }).Findings);
        Assert.Contains("1,234 times, from 2022-01-26 to 2025-06-12", finding.Seen, StringComparison.Ordinal);
        Assert.Equal(1_234, Process(Document(Bar(Day2)) with { Errors = errors }).Rejected);
    }

    [Fact]
    public void Row_dated_after_the_capture_is_rejected()
    {
        var zoned = Process(Document(Bar(Day1), Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, 3) });
        Assert.Equal([Day1], zoned.Bars.Select(b => b.Date));
        Assert.Equal((FindingKind.FutureRow, Day2), Only(zoned));
        Assert.Equal(1, zoned.Rejected);

        // At 10:00 UTC the next day has begun at UTC+14.
        var unknown = Document(Bar(Day1), Bar(Day2)) with { Listing = Listing.Unknown };
        Assert.Equal(2, Process(unknown with { CapturedAt = Utc(2025, 6, 12, 10) }).Bars.Count);
        Assert.Single(Process(unknown with { CapturedAt = Utc(2025, 6, 12, 9, 59) }).Bars);
    }
}
