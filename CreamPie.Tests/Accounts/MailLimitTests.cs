using System.Globalization;
using System.Net;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Accounts;

/// <summary>No form makes this server a sender of mail that nobody wants.</summary>
public sealed class MailLimitTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Closed_registration_sends_no_mail_at_all()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Accounts:Registration"] = "Closed" });
        await app.AddUserAsync("known@example.org", Roles.Analyst);
        await AddWaitingAsync(app, "waiting@example.org");
        using var visitor = app.Anonymous();
        var form = await visitor.OpenFormAsync("/account/sign-in");

        using var page = await visitor.GetAsync("/account/resend");
        foreach (var email in new[] { "known@example.org", "waiting@example.org", "unknown@example.org" })
        {
            (string Name, string Value)[] fields =
                [("_handler", "resend"), .. form.Where(f => f.Name != "_handler"), ("Input.Email", email)];
            using var sent = await visitor.SendFormAsync("/account/resend", fields);
            Assert.False(sent.IsSuccessStatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("Registration is closed", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(app.Mails());
        Assert.DoesNotContain("/account/resend", await visitor.GetStringAsync("/account/sign-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mailboxes_together_get_the_configured_number_an_hour()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string>([Addresses.Trusted, KeyValuePair.Create("Rates:MailsPerHour", "3")]), time: _time);

        foreach (var number in Enumerable.Range(1, 3))
            Assert.Contains("Ask your administrator", await ResendAsync(app, number), StringComparison.Ordinal);
        Assert.Contains("could not be sent", await ResendAsync(app, 4), StringComparison.Ordinal);
        Assert.Equal(3, app.Mails().Count);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Contains("Ask your administrator", await ResendAsync(app, 5), StringComparison.Ordinal);
        Assert.Equal(4, app.Mails().Count);
    }

    [Theory]
    [InlineData("jane@example.org", "jane+1@example.org", true)]
    [InlineData("jane@example.org", "JANE+stocks+pie@Example.org", true)]
    [InlineData("jane.doe@gmail.com", "j.a.n.e.doe+x@googlemail.com", true)]
    [InlineData("jane.doe@example.org", "janedoe@example.org", false)]
    [InlineData("+jane@example.org", "+joan@example.org", false)]
    public void Tags_and_Gmails_dots_are_one_mailbox(string one, string other, bool isSame)
    {
        var rate = new AccountMailRate(Options.Create(new RateOptions()), _time);
        for (var i = 0; i < 3; i++)
            Assert.True(rate.CountMailbox(one));
        Assert.Equal(!isSame, rate.CountMailbox(other));
    }

    private static async Task<string> ResendAsync(TestApplication app, int number)
    {
        using var visitor = app.From(string.Create(CultureInfo.InvariantCulture, $"203.0.113.{number}"));
        using var answer = await visitor.FillInAsync("/account/resend", ("Input.Email", $"somebody{number}@example.org"));
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task AddWaitingAsync(TestApplication app, string email)
    {
        await app.AddUserAsync(email, null);
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var user = (await users.FindByEmailAsync(email))!;
        user.EmailConfirmed = false;
        Assert.True((await users.UpdateAsync(user)).Succeeded);
    }
}
