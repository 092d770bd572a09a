using static CreamPie.Tests.Sources.Yahoo.HandWrittenPages;

namespace CreamPie.Tests.Sources.Yahoo;

/// <summary>Under its price a page says whether the session of its newest row (here of 13 Jun 2025) is over.</summary>
public sealed class MarketNoticeTests
{
    [Theory]
    [InlineData("<span>At close:  4:00PM EST</span>", false)]
    [InlineData("<span>At close: June 13 at 4:00:01 PM EDT </span>", false)]
    [InlineData("<span>At close: June 12 at 4:00:01 PM EDT </span>", null)]
    [InlineData("<span>As of  1:15PM EDT. Market open.</span>", true)]
    [InlineData("<span>\n As of 1:15:32 PM EDT. Market Open.</span>", true)]
    [InlineData("<span>As of June 13 at 1:15 PM EDT. Market Open.</span>", true)]
    [InlineData("<span>As of June 16 at 1:15 PM EDT. Market Open.</span>", null)]
    [InlineData("<p>As of 2019 we trade. </p><span>As of 1:15PM EDT. Market open.</span>", true)]
    [InlineData("<span>U.S. markets open in 3 hours</span>", null)]
    [InlineData("<p>\"At close: 4:00PM EST\"</p>", null)]
    [InlineData("", null)]
    public void Notice_under_the_price_tells_the_session(string notice, bool? isOpen) =>
        Assert.Equal(isOpen, ParseSamples.Dropped(Page(notice + Table())).Document().Session.IsOpen);
}
