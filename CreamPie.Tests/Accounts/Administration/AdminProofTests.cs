using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Accounts.Administration;

/// <summary>An admin's session that is left open hands over no power.</summary>
public sealed class AdminProofTests
{
    private const string Analyst = "analyst@example.org";
    private const string Other = "other@example.org";

    private static readonly Dictionary<string, (string Of, Func<UserAdministration, Caller, string, Task<UserChange>> Act)> Grave = new()
    {
        ["make an admin"] = (Analyst, (a, c, id) => a.SetRoleAsync(c, id, Roles.Admin, default)),
        ["require a password"] = (Analyst, (a, c, id) => a.RequireNewPasswordAsync(c, id, allWaysIn: true, default)),
        ["reset a factor"] = (Analyst, (a, c, id) => a.ResetSecondFactorAsync(c, id, allWaysIn: true, default)),
        ["take an admin's role"] = (Other, (a, c, id) => a.SetRoleAsync(c, id, null, default)),
        ["disable an admin"] = (Other, (a, c, id) => a.DisableAsync(c, id, default)),
        ["enable an admin"] = (Other, (a, c, id) => a.EnableAsync(c, id, default)),
        ["delete an admin"] = (Other, (a, c, id) => a.DeleteAsync(c, id, default)),
    };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    public static TheoryData<string> Names => [.. Grave.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Grave_command_needs_a_recent_proof(string name)
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        var admin = await app.CallerAsync(TestApplication.AdminEmail);
        await app.AddUserAsync(Analyst, Roles.Analyst);
        await app.AddUserAsync(Other, Roles.Admin);
        var id = (await app.AddUserAsync(Grave[name].Of, null)).Id;
        var administration = app.Services.GetRequiredService<UserAdministration>();
        _time.Advance(Proofs.Life + TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<ProofRequiredException>(() => Grave[name].Act(administration, admin, id));

        Assert.Empty(await app.AuditAsync());
        await app.Services.GetRequiredService<Proofs>().RenewAsync(admin, CancellationToken.None);
        await Grave[name].Act(administration, admin, id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Api_asks_for_a_new_sign_in_before_a_grave_command(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        using var admin = await app.AdminAsync();
        var id = (await app.AddUserAsync(Analyst, Roles.Analyst)).Id;
        _time.Advance(Proofs.Life + TimeSpan.FromSeconds(1));

        using var promoted = await admin.PutAsJsonAsync($"/api/users/{id}/role", new { role = Roles.Admin });
        using var invited = await admin.PostAsJsonAsync("/api/users/invitations", new { email = "a@example.org", role = Roles.Admin });
        using var harmless = await admin.PostAsync($"/api/users/{id}/disable", null);

        foreach (var refused in new[] { promoted, invited })
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("proofRequired", problem.GetProperty("code").GetString());
            Assert.Contains("within the last 10 minutes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NoContent, harmless.StatusCode);
        var boss = await app.CallerAsync(TestApplication.AdminEmail);
        Assert.Empty(await app.Services.GetRequiredService<Invitations>().ListAsync(boss, CancellationToken.None));
        using var again = await app.SignInAsync(TestApplication.AdminEmail);
        using var done = await again.PutAsJsonAsync($"/api/users/{id}/role", new { role = Roles.Admin });
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
    }
}
