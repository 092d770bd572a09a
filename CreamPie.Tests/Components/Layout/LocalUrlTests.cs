using CreamPie.Web.Components.Layout;

namespace CreamPie.Tests.Components.Layout;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("//evil.example"), InlineData("/\\evil.example"), InlineData("https://evil.example"), InlineData("/\t/evil.example")]
    [InlineData("/.//evil.example"), InlineData("/a/..//evil.example"), InlineData("/.\\\\evil.example"), InlineData("/%2e//evil.example")]
    [InlineData(null), InlineData(""), InlineData("evil.example")]
    public void Address_of_another_server_becomes_the_start_page(string? url) => Assert.Equal("/", LocalUrl.OrStart(url));

    [Theory]
    [InlineData("/stocks/AAPL?range=1y"), InlineData("/compare?symbols=A,B#figures")]
    public void Path_on_this_server_is_kept(string url) => Assert.Equal(url, LocalUrl.OrStart(url));
}
