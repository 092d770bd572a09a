using CreamPie.Core.Market;
using CreamPie.Core.Parsing;
using CreamPie.Core.Processing;
using static CreamPie.Tests.Processing.Made;

namespace CreamPie.Tests.Processing;

public sealed class FinalityTests
{
    [Theory]
    // New York closes at 20:00 UTC in summer; half an hour later a row is final.
    [InlineData(19, 0, false)]
    [InlineData(20, 29, false)]
    [InlineData(20, 30, true)]
    public void A_session_is_final_half_an_hour_after_its_close(int hour, int minute, bool final)
    {
        var processed = Process(Document(Bar(Day1), Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, hour, minute) });

        Assert.Equal([true, final], processed.Bars.Select(b => b.Final));
        Assert.Equal(final ? Day2 : Day1, processed.FinalThrough);
        Assert.Equal(Day2, processed.BasisDate);
    }

    [Theory]
    [InlineData(20, 0, 1, 21, true)]
    // Cached during the session and served in the evening.
    [InlineData(19, 59, 0, 21, false)]
    [InlineData(20, 0, 1, 20, false)]
    public void A_payload_of_the_close_is_final_once_the_servers_clock_is_past_the_delay(int hour, int minute, int second, int serverHour, bool final)
    {
        var document = Document(Bar(Day2)) with { CapturedAt = Utc(2025, 6, 13, hour, minute).AddSeconds(second) };
        var processed = Processor.Process(document, new ProcessContext(KnownAt, ServerDate: Utc(2025, 6, 13, serverHour)));

        Assert.Equal(final, processed.Bars.Single().Final);
        Assert.Equal(document.CapturedAt, processed.CapturedAt);
    }

    [Theory]
    [InlineData(14, 11, 59, false)]
    [InlineData(14, 12, 0, true)]
    public void Without_a_zone_a_day_is_final_when_it_is_over_everywhere(int day, int hour, int minute, bool final)
    {
        var processed = Process(Document(Bar(Day2)) with { Listing = Listing.Unknown, CapturedAt = Utc(2025, 6, day, hour, minute) });

        Assert.Equal(final, processed.Bars.Single().Final);
        Assert.Equal(new DateOnly(2025, 6, day), processed.BasisDate);
    }
}
