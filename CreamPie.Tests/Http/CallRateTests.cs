using System.Net;
using CreamPie.Core.Accounts.Limits;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Http;

public sealed class CallRateTests
{
    private const int Limit = 30;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("2001:db8:1:2::{0:x}", "2001:db8:1:2:ffff:ffff:ffff:ffff", false)]
    [InlineData("2001:db8:1:2::{0:x}", "2001:db8:1:3::1", true)]
    [InlineData("192.0.2.1", "192.0.2.1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", false)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", true)]
    public void IPv6_callers_count_by_network_and_IPv4_by_address(string used, string next, bool isAllowed)
    {
        var signIns = new SignInRate(Options.Create(new RateOptions()), _time);
        var mails = new AccountMailRate(Options.Create(new RateOptions()), _time);
        for (var i = 1; i <= Limit; i++)
        {
            var address = IPAddress.Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, used, i));
            Assert.True(signIns.Count(address).Allowed);
            Assert.True(mails.CountAddress(address).Allowed);
        }
        Assert.Equal(isAllowed, signIns.Count(IPAddress.Parse(next)).Allowed);
        Assert.Equal(isAllowed, mails.CountAddress(IPAddress.Parse(next)).Allowed);
    }

    [Fact]
    public void Flood_of_callers_fills_no_memory_and_each_stays_limited()
    {
        var rate = new CallRate(limit: 1_000, _time);
        Assert.True(rate.Count("early").Allowed);
        for (var i = 0; i < 150_000; i++)
            Assert.True(rate.Count(i.ToString(System.Globalization.CultureInfo.InvariantCulture)).Allowed);

        Assert.Equal(CallRate.MostCallers, rate.Callers);
        for (var i = 0; i < 1_000; i++)
            (_, _) = (rate.Count("early"), rate.Count("late"));
        Assert.False(rate.Count("early").Allowed);
        Assert.False(rate.Count("late").Allowed);
        // A newcomer shares a count with some others, and not with all of them.
        Assert.Contains(Enumerable.Range(0, 10), i => rate.Count($"another {i}").Allowed);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(rate.Count("late").Allowed);
        Assert.Equal(1, rate.Callers);
    }
}
