using System.Globalization;
using System.Net;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Http.Rates;

/// <summary>Limits hold for all nodes of a database together.</summary>
public sealed class SharedRatesTests
{
    [PostgresFact]
    public async Task Calls_of_one_node_use_up_the_limit_on_the_other()
    {
        // The clock stands: no minute ends in the middle.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var here = await TestApplication.StartAsync(
            DatabaseProvider.Postgres, new Dictionary<string, string> { ["Rates:ApiCallsPerMinute"] = "300" }, time, realSockets: true);
        await using var there = here.StartSecondNode();
        using var analyst = await here.AnalystAsync();
        using var same = new HttpClient { BaseAddress = there.ClientOptions.BaseAddress };
        same.DefaultRequestHeaders.Authorization = analyst.DefaultRequestHeaders.Authorization;
        for (var i = 0; i < 280; i++)
            Assert.Equal(HttpStatusCode.OK, (await analyst.GetAsync("/api/users/me")).StatusCode);

        var calls = 0;
        await Eventually.SeeAsync(async () =>
        {
            calls++;
            using var answer = await same.GetAsync("/api/users/me");
            return answer.StatusCode == HttpStatusCode.TooManyRequests ? "refused" : null;
        });
        Assert.InRange(calls, 1, 250);
    }

    [Fact]
    public void Word_of_another_node_replaces_its_earlier_one_and_ends_with_the_window()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        var (here, there) = (new CallRate(10, time), new CallRate(10, time));
        for (var i = 0; i < 4; i++)
            there.Count("ann");
        Tell("there");
        there.Count("ann");
        Tell("there");
        Tell("there");

        Assert.Equal(4, here.Count("ann").Remaining);
        Assert.Equal(3, here.Count("ann").Remaining);
        Assert.Equal(9, here.Count("bob").Remaining);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(9, here.Count("ann").Remaining);

        void Tell(string node)
        {
            var (window, calls) = there.Tell(most: 100);
            Assert.DoesNotContain(calls.Keys, name => name.Contains("ann", StringComparison.Ordinal));
            here.Learn(node, window, calls);
        }
    }

    [Fact]
    public void Only_the_busiest_callers_are_told()
    {
        var rate = new CallRate(100, new FakeTimeProvider());
        for (var caller = 1; caller <= 20; caller++)
        {
            for (var i = 0; i < caller; i++)
                rate.Count(caller.ToString(CultureInfo.InvariantCulture));
        }
        Assert.Equal([20, 19, 18], rate.Tell(most: 3).Calls.Values.OrderDescending());
        Assert.Equal(16, rate.Tell(most: 100).Calls.Count);
    }
}
