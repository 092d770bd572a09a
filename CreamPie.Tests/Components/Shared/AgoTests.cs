using Bunit;
using CreamPie.Web.Components.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Shared;

public sealed class AgoTests : BunitContext
{
    private static readonly DateTime Now = new(2026, 11, 20, 14, 3, 5, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, "just now"), InlineData(-59, "just now"), InlineData(-60, "1 min ago"), InlineData(-3_599, "59 min ago")]
    [InlineData(-3_600, "1 h ago"), InlineData(-86_400, "1 day ago")]
    [InlineData(-3 * 86_400, "3 days ago"), InlineData(-40 * 86_400, "2026-10-11")]
    [InlineData(30, "in a moment"), InlineData(60, "in 1 min"), InlineData(7_300, "in 2 h"), InlineData(40 * 86_400, "2026-12-30")]
    public void Relative_time_reads_naturally(int seconds, string text) =>
        Assert.Equal(text, RelativeTime.Of(Now.AddSeconds(seconds), Now).Text);

    [Theory]
    [InlineData(0), InlineData(-61), InlineData(-5_000), InlineData(-90_000), InlineData(59), InlineData(4_000), InlineData(200_000)]
    public void Text_changes_exactly_when_its_validity_ends(int seconds)
    {
        var at = Now.AddSeconds(seconds);
        var (text, holds) = RelativeTime.Of(at, Now);

        Assert.Equal(text, RelativeTime.Of(at, Now + holds!.Value - TimeSpan.FromMilliseconds(2)).Text);
        Assert.NotEqual(text, RelativeTime.Of(at, Now + holds.Value).Text);
    }

    [Theory]
    [InlineData(30, "now", "in a moment"), InlineData(-1_800, "now", "now")]
    [InlineData(30, null, "just now"), InlineData(7_300, null, "in 2 h")]
    public void Due_times_never_read_as_past_nor_past_ones_as_due(int seconds, string? due, string text)
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(Now)));

        var ago = Render<Ago>(p => p.Add(a => a.At, Now.AddSeconds(seconds)).Add(a => a.Due, due));

        Assert.Equal(text, ago.Find("time").TextContent);
    }

    [Fact]
    public void Text_updates_itself_and_the_title_holds_the_exact_instant()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(Now));
        Services.AddSingleton<TimeProvider>(time);
        var ago = Render<Ago>(p => p.Add(a => a.At, Now.AddSeconds(-10)));
        Assert.Equal("just now", ago.Find("time").TextContent);
        Assert.Equal("2026-11-20 14:02:55 UTC", ago.Find("time").GetAttribute("title"));

        time.Advance(TimeSpan.FromSeconds(50));

        ago.WaitForAssertion(() => Assert.Equal("1 min ago", ago.Find("time").TextContent));
    }
}
