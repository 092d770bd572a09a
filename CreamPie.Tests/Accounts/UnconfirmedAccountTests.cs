using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts;

/// <summary>A stranger registered the address and never confirmed it.</summary>
public sealed class UnconfirmedAccountTests
{
    private const string Mailbox = "boss@example.org";
    private const string Another = "another orange ladder";

    private static readonly Dictionary<string, Func<IServiceProvider, Task>> Ways = new()
    {
        ["command line"] = async s => Assert.Empty(
            await s.GetRequiredService<LocalAdministration>().CreateAsync(SeedData.Admin, Mailbox, Another, CancellationToken.None)),
        ["first admin"] = async s => Assert.IsType<FirstAdminResult.Created>(
            await s.GetRequiredService<FirstAdmin>().CreateAsync(Mailbox, Another, CancellationToken.None)),
        ["invitation"] = async s =>
        {
            var made = Assert.IsType<InvitationResult.Created>(await s.GetRequiredService<Invitations>()
                .CreateAsync(SeedData.Admin, Mailbox, Roles.Analyst, CancellationToken.None));
            Assert.IsType<AcceptResult.Accepted>(await s.GetRequiredService<InvitationAcceptance>()
                .AcceptAsync(made.Token, Another, Caller.Nobody, CancellationToken.None));
        },
    };

    [Theory]
    [OnSqlite("command line"), OnSqlite("first admin"), OnSqlite("invitation")]
    [OnPostgres("command line"), OnPostgres("first admin"), OnPostgres("invitation")]
    public async Task It_does_not_keep_the_owner_out(DatabaseProvider provider, string way)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var strangers = await app.AddUserAsync(Mailbox.ToUpperInvariant(), null);
        await using (var db = await app.OpenAsync())
            await db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailConfirmed, false));
        await using var scope = app.Services.CreateAsyncScope();

        await Ways[way](scope.ServiceProvider);

        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var owner = (await users.FindByEmailAsync(Mailbox))!;
        Assert.NotEqual(strangers.Id, owner.Id);
        Assert.True(owner.EmailConfirmed);
        Assert.True(await users.CheckPasswordAsync(owner, Another));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Account_with_a_role_is_no_registration_to_replace(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        await app.AddUserAsync(Mailbox, Roles.Analyst);
        await using (var db = await app.OpenAsync())
            await db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailConfirmed, false));
        await using var scope = app.Services.CreateAsyncScope();

        Assert.Single(await scope.ServiceProvider.GetRequiredService<LocalAdministration>()
            .CreateAsync(SeedData.Admin, Mailbox, Another, CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Invitation_is_one_however_its_address_is_written(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var admin = await app.CallerAsync(TestApplication.AdminEmail);
        var invitations = app.Services.GetRequiredService<Invitations>();
        foreach (var email in new[] { "zoë@example.org", "ZOË@example.org", "Zoë@Example.org" })
            Assert.IsType<InvitationResult.Created>(await invitations.CreateAsync(admin, email, Roles.Analyst, CancellationToken.None));

        Assert.Equal("Zoë@Example.org", Assert.Single(await invitations.ListAsync(admin, CancellationToken.None)).Email);

        var zoe = await app.AddUserAsync("zoë@example.org", Roles.Analyst);
        await app.Services.GetRequiredService<UserAdministration>().DeleteAsync(admin, zoe.Id, CancellationToken.None);
        await using var db = await app.OpenAsync();
        Assert.Empty(await db.Invitations.ToListAsync());
    }
}
