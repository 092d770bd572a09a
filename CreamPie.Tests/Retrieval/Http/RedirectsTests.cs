using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Retrieval.Http;

public sealed class RedirectsTests
{
    private static readonly Uri Yahoo = new("https://finance.yahoo.com/quote/TSLA/history/");

    [Theory]
    [InlineData("https://finance.yahoo.com/quote/TSLA/", false)]
    [InlineData("https://FINANCE.yahoo.com:443/quote/TSLA/", false)]
    [InlineData("https://finance.yahoo.com/lookups/", false)]
    [InlineData("http://finance.yahoo.com/quote/TSLA/", true)]
    [InlineData("https://finance.yahoo.com:8443/quote/TSLA/", true)]
    [InlineData("https://finance.yahoo.com.evil.example/", true)]
    [InlineData("https://finance.yahoo.com@evil.example/", true)]
    [InlineData("https://yahoo.com/", true)]
    [InlineData("https://notconsent.yahoo.com/", true)]
    public void Only_the_same_host_on_https_is_followed(string to, bool refused)
    {
        foreach (var allowPrivateNetworks in new[] { false, true })
        {
            var end = Redirects.Check(Yahoo, new Uri(to), 302, 0, allowPrivateNetworks);
            Assert.Equal(refused ? Reason.Redirect : null, (end as FetchResult.Refused)?.Reason);
            Assert.Equal(refused, end is not null);
        }
    }

    [Fact]
    public void Upgrade_to_https_is_followed() =>
        Assert.Null(Redirects.Check(
            new Uri("http://source.example/"), new Uri("https://source.example/"), 301, 0, allowPrivateNetworks: true));

    [Theory]
    [InlineData("https://finance.yahoo.com/", true)]
    [InlineData("http://finance.yahoo.com/", false)]
    [InlineData("https://finance.yahoo.com:444/", false)]
    [InlineData("http://finance.yahoo.com:443/", false)]
    [InlineData("ftp://finance.yahoo.com/", false)]
    public void Only_https_on_its_default_port_is_allowed(string url, bool allowed) =>
        Assert.Equal(allowed, Redirects.Check(new Uri(url), allowPrivateNetworks: false) is null);

    [Fact]
    public void Other_schemes_are_refused_even_on_private_networks() =>
        Assert.NotNull(Redirects.Check(new Uri("ftp://10.0.0.1/"), allowPrivateNetworks: true));
}
