using CreamPie.Core.Market;
using CreamPie.Core.Parsing;
using CreamPie.Core.Processing;
using static CreamPie.Tests.Processing.Made;

namespace CreamPie.Tests.Processing;

public sealed class CaptureTimeTests
{
    [Fact]
    public void The_day_of_capture_is_the_exchanges_own()
    {
        var tokyo = Document(Bar(Day2)) with { Listing = new Listing(Exchange: "JPX", TimeZone: "Asia/Tokyo"), CapturedAt = Utc(2025, 6, 12, 23) };

        Assert.Equal(Day2, Process(tokyo).BasisDate);
        Assert.False(Process(tokyo).Bars.Single().Final);
    }

    [Fact]
    public void The_documents_own_time_wins_then_the_files_then_the_servers()
    {
        var own = Utc(2025, 6, 16);
        var file = Utc(2025, 6, 17, 12);
        var server = Utc(2025, 6, 18);
        var document = Document(Bar(Day2));

        Assert.Equal(own, Processor.Process(document with { CapturedAt = own }, new(KnownAt, file, server)).CapturedAt);
        Assert.Equal(file, Processor.Process(document, new(KnownAt, file, server)).CapturedAt);
        Assert.Equal(server, Processor.Process(document, new(KnownAt, null, server)).CapturedAt);
    }

    [Fact]
    public void An_undated_file_is_as_old_as_its_last_row_allows_and_never_newer_than_its_arrival()
    {
        Assert.Equal(Utc(2025, 6, 13, 20, 30), Process(Document(Bar(Day2))).CapturedAt);
        Assert.Equal(Utc(2025, 6, 14, 12), Process(Document(Bar(Day2)) with { Listing = Listing.Unknown }).CapturedAt);
        Assert.Equal(KnownAt, Process(Document(Bar(new(2026, 11, 23)))).CapturedAt);
        Assert.Equal(KnownAt, Process(Document()).CapturedAt);
    }

    [Fact]
    public void A_document_cannot_come_from_the_future()
    {
        var processed = Process(Document(Bar(Day2)) with { CapturedAt = KnownAt.AddYears(5) });

        Assert.Equal(KnownAt, processed.CapturedAt);
        Assert.Equal(KnownAt.AddMinutes(59), Process(Document(Bar(Day2)) with { CapturedAt = KnownAt.AddMinutes(59) }).CapturedAt);
    }

    [Fact]
    public void A_row_of_a_later_day_than_the_capture_is_rejected()
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
