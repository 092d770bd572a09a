using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Accounts;

/// <summary>Guessing slows the guesser, and never keeps the owner out.</summary>
public sealed class GuessingTests
{
    private const string Owner = TestApplication.AdminEmail;
    private const string Home = "198.51.100.1";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private readonly CountedHashes _hashes = new();

    [Theory, OnSqlite, OnPostgres]
    public async Task Guesses_lock_the_guesser_out_and_not_the_owner(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);

        await GuessAsync(app, "203.0.113.7", times: 5);

        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(app, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(app, Home));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(app, "203.0.113.7"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Known_device_signs_in_while_a_hundred_addresses_guess(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        using var device = app.From(Home);
        using var before = await device.SignInByPageAsync(Owner);
        Assert.Equal(HttpStatusCode.Redirect, before.StatusCode);
        using var signedOut = await device.PressAsync("/account", "/account/sign-out");

        foreach (var last in Enumerable.Range(1, 100))
            await GuessAsync(app, string.Create(CultureInfo.InvariantCulture, $"203.0.113.{last}"), times: 1);

        // No guess is left from anywhere: not for the right password either.
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(app, "192.0.2.200"));
        using var owner = await device.SignInByPageAsync(Owner);
        Assert.Equal(HttpStatusCode.Redirect, owner.StatusCode);
    }

    [Fact]
    public async Task Five_guesses_on_a_known_device_lock_that_device_only()
    {
        await using var app = await StartAsync();
        using var device = app.From(Home);
        using var before = await device.SignInByPageAsync(Owner);
        for (var i = 0; i < 5; i++)
            using (await device.SignInByPageAsync(Owner, "not the password"))
            {
            }

        using var locked = await device.SignInByPageAsync(Owner);

        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        Assert.Contains("too many attempts", await locked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(app, Home));
    }

    [Fact]
    public async Task Device_known_to_one_account_has_no_queue_for_another()
    {
        await using var app = await StartAsync();
        await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        using var device = app.From("203.0.113.7");
        using var own = await device.SignInByPageAsync(TestApplication.AnalystEmail);
        await GuessAsync(app, "203.0.113.7", times: 5);

        using var other = await device.SignInByPageAsync(Owner);

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory, InlineData("made-up"), InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Made_up_device_is_a_stranger(string cookie)
    {
        await using var app = await StartAsync();
        await GuessAsync(app, "203.0.113.7", times: 5);
        using var device = app.From("203.0.113.7");
        var form = await device.OpenFormAsync("/account/sign-in");
        device.DefaultRequestHeaders.Add("Cookie", "creampie-device=" + cookie);

        using var answer = await device.SendFormAsync(
            "/account/sign-in", [.. form, ("Input.Email", Owner), ("Input.Password", TestApplication.Password)]);

        Assert.NotEqual(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True((int)answer.StatusCode < 500);
    }

    [Fact]
    public async Task IPv6_addresses_of_one_network_share_a_queue()
    {
        await using var app = await StartAsync();
        foreach (var last in Enumerable.Range(1, 5))
            await GuessAsync(app, string.Create(CultureInfo.InvariantCulture, $"2001:db8:1:2::{last}"), times: 1);

        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(app, "2001:db8:1:2:ffff::1"));
        Assert.Equal(HttpStatusCode.OK, await LoginAsync(app, "2001:db8:1:3::1"));
    }

    [Fact]
    public async Task Unknown_wrong_and_locked_cost_one_verification_each()
    {
        await using var app = await StartAsync();
        await GuessAsync(app, Home, times: 1, email: "nobody@example.org");
        var (made, verified) = (_hashes.Made, _hashes.Verified);

        await GuessAsync(app, Home, times: 1, email: "somebody.else@example.org");
        Assert.Equal(verified + 1, _hashes.Verified);
        await GuessAsync(app, Home, times: 5);
        Assert.Equal(verified + 6, _hashes.Verified);
        Assert.Equal(HttpStatusCode.Unauthorized, await LoginAsync(app, Home));
        Assert.Equal(verified + 7, _hashes.Verified);
        Assert.Equal(made, _hashes.Made);
    }

    private async Task<TestApplication> StartAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var app = await TestApplication.StartAsync(
            provider,
            new Dictionary<string, string>([Addresses.Trusted]),
            _time,
            services => services.AddScoped<IPasswordHasher<AppUser>>(_ => _hashes));
        await app.AddUserAsync(Owner, Roles.Admin);
        return app;
    }

    private static async Task GuessAsync(TestApplication app, string address, int times, string email = Owner)
    {
        using var client = app.From(address);
        for (var i = 0; i < times; i++)
        {
            using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email, password = $"guess number {i}" });
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    private static async Task<HttpStatusCode> LoginAsync(TestApplication app, string address)
    {
        using var client = app.From(address);
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email = Owner, password = TestApplication.Password });
        return answer.StatusCode;
    }
}
