using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Account;

public sealed class InvitationTests
{
    private const string Guest = "guest@example.org";

    [Theory, OnSqlite, OnPostgres]
    public async Task Link_makes_an_account_with_its_role_once(DatabaseProvider provider)
    {
        await using var app = await ClosedAsync(provider);
        var link = await InviteAsync(app, Roles.Admin);
        using var browser = app.Anonymous();
        Assert.Contains(Guest, await browser.GetStringAsync(link), StringComparison.Ordinal);

        using var refused = await browser.FillInAsync(link, ("Input.Password", "short"));
        Assert.Contains("at least 12 characters", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var accepted = await browser.FillInAsync(link, ("Input.Password", TestApplication.Password));
        Assert.Equal("/", accepted.PathOfLocation());

        Assert.Contains("\"roles\":[\"Admin\"]", await browser.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Anonymous().GetAsync(link)).StatusCode);
        Assert.Empty(await Invitations(app).ListAsync(SeedData.Admin, CancellationToken.None));
        Assert.Equal(2, (await app.AllAuditAsync()).Count(e => e is { Action: AuditAction.AccountCreation, Target: Guest }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Withdrawn_replaced_and_expired_links_make_nothing(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await ClosedAsync(provider, time);
        using var browser = app.Anonymous();
        var replaced = await InviteAsync(app);
        var form = await browser.OpenFormAsync(replaced);
        var withdrawn = await InviteAsync(app);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(replaced)).StatusCode);
        using var late = await browser.SendFormAsync(replaced, [.. form, ("Input.Password", TestApplication.Password)]);
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        Assert.Contains("no longer valid", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var listed = Assert.Single(await Invitations(app).ListAsync(SeedData.Admin, CancellationToken.None));
        Assert.True(await Invitations(app).RevokeAsync(SeedData.Admin, listed.Id, CancellationToken.None));
        Assert.False(await Invitations(app).RevokeAsync(SeedData.Admin, listed.Id, CancellationToken.None));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(withdrawn)).StatusCode);

        var expired = await InviteAsync(app);
        time.AdjustTime(time.GetUtcNow() + TimeSpan.FromDays(7));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(expired)).StatusCode);
        await using var db = await app.OpenAsync();
        Assert.False(await db.Users.AnyAsync(u => u.Email == Guest));
        Assert.All(await db.Invitations.ToListAsync(), i => Assert.DoesNotContain(i.TokenHash, withdrawn, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_an_admin_invites()
    {
        await using var app = await ClosedAsync();
        await Assert.ThrowsAsync<AccessDeniedException>(
            () => Invitations(app).CreateAsync(SeedData.Analyst, Guest, Roles.Analyst, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Invitations(app).ListAsync(SeedData.Analyst, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(
            () => Invitations(app).RevokeAsync(SeedData.Analyst, Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task Mailbox_with_an_account_is_not_invited()
    {
        await using var app = await ClosedAsync();
        await app.AddUserAsync(Guest, Roles.Analyst);
        Assert.IsType<InvitationResult.HasAccount>(
            await Invitations(app).CreateAsync(SeedData.Admin, Guest.ToUpperInvariant(), Roles.Analyst, CancellationToken.None));
        Assert.IsType<InvitationResult.Invalid>(
            await Invitations(app).CreateAsync(SeedData.Admin, "no address", Roles.Analyst, CancellationToken.None));
        Assert.IsType<InvitationResult.Invalid>(
            await Invitations(app).CreateAsync(SeedData.Admin, "new@example.org", "Owner", CancellationToken.None));
    }

    [Theory]
    [InlineData("/account/invitation")]
    [InlineData("/account/invitation?token=made-up")]
    [InlineData("/account/invitation?token=00000000000000000000000000000000.00")]
    public async Task Forged_link_offers_nothing(string link)
    {
        await using var app = await ClosedAsync();
        using var answer = await app.Anonymous().GetAsync(link);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Registration_page_says_that_it_is_by_invitation()
    {
        await using var app = await ClosedAsync();
        using var answer = await app.Anonymous().GetAsync("/account/register");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("by invitation", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<TestApplication> ClosedAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, TimeProvider? time = null) =>
        TestApplication.StartAsync(provider, new Dictionary<string, string> { ["Accounts:Registration"] = "Invitation" }, time);

    private static Invitations Invitations(TestApplication app) => app.Services.GetRequiredService<Invitations>();

    private static async Task<string> InviteAsync(TestApplication app, string role = Roles.Analyst)
    {
        var created = Assert.IsType<InvitationResult.Created>(
            await Invitations(app).CreateAsync(await app.CallerAsync(TestApplication.AdminEmail), Guest, role, CancellationToken.None));
        return "/account/invitation?token=" + created.Token;
    }
}
