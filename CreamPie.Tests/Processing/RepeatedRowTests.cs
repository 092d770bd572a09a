using CreamPie.Core.Sources.Contract;
using static CreamPie.Tests.Processing.TestBars;

namespace CreamPie.Tests.Processing;

public sealed class RepeatedRowTests
{
    [Fact]
    public void Repeated_identical_row_counts_once()
    {
        var processed = Process(Document(Bar(Day1), Bar(Day1), Bar(Day2), Bar(Day2)));

        Assert.Equal([Day1, Day2], processed.Bars.Select(b => b.Date));
        Assert.Empty(processed.Findings);
        Assert.Equal(0, processed.Rejected);
        Assert.All(processed.Bars, b => Assert.True(b.Final));
    }

    [Fact]
    public void Later_row_of_the_newest_session_wins_as_provisional()
    {
        var captured = Utc(2025, 6, 16);
        var oldestFirst = Process(Document(Bar(Day1), Bar(Day2), Bar(Day2, 11)) with { CapturedAt = captured });
        var newestFirst = Process(Document(Bar(Day2, 11), Bar(Day2), Bar(Day1)) with { CapturedAt = captured });

        Assert.Equal(oldestFirst.Bars, newestFirst.Bars);
        Assert.Equal((11d, false), (oldestFirst.Bars[1].Close, oldestFirst.Bars[1].Final));
        Assert.Equal(Day1, oldestFirst.FinalThrough);
        Assert.Equal(0, oldestFirst.Rejected);
    }

    [Fact]
    public void Conflicting_rows_of_a_finished_day_are_both_rejected()
    {
        var processed = Process(Document(Bar(Day1), Bar(Day1, 11), Bar(Day2)));

        Assert.Equal([Day2], processed.Bars.Select(b => b.Date));
        Assert.Equal((FindingKind.ConflictingRows, Day1), Only(processed));
        Assert.Equal(2, processed.Rejected);
    }

    [Fact]
    public void Rows_of_one_and_two_millionths_are_in_conflict()
    {
        var processed = Process(Document(Bar(Day1, 0.000001), Bar(Day1, 0.000002), Bar(Day2, 0.000001)));

        Assert.Equal((FindingKind.ConflictingRows, Day1), Only(processed));
        Assert.Contains("0.000001 and 0.000002", processed.Findings[0].Seen, StringComparison.Ordinal);
        Assert.Equal(2, processed.Rejected);
    }
}
