using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts.Audit;

/// <summary>Whatever an admin can do that changes something is called by a test that finds one entry in the audit.</summary>
public sealed class AdminCommandTests
{
    private const string Ann = "ann@example.org";

    /// <summary>Called by <see cref="AuditedActionsTests"/>, under this name.</summary>
    private static readonly Dictionary<string, string> OnData = new()
    {
        ["BackupOverview.RequestAsync"] = "back up",
        ["DeadLetterRetries.AcceptAsync"] = "accept",
        ["DeadLetterRetries.RequeueAsync"] = "requeue",
        ["DeadLetterRetries.RetryAllAsync"] = "retry all",
        ["DeadLetterRetries.RetryAsync"] = "retry",
        ["FileImport.ImportAsync"] = "import",
        ["ListingDecisions.ConfirmAsync"] = "confirm",
        ["ListingDecisions.JoinAsync"] = "join",
        ["ManualPulls.RefreshAsync"] = "pull",
        ["SourceControl.ResumeAsync"] = "resume",
        ["SourceControl.SetOrderAsync"] = "order",
        ["Supersession.SupersedeAsync"] = "supersede",
        ["Tracker.PauseAsync"] = "pause",
        ["Tracker.ReactivateAsync"] = "reactivate",
        ["Tracker.UntrackAsync"] = "untrack",
    };

    /// <summary>In an order in which each finds something to change; the text is the account's key, or an invitation's.</summary>
    private static readonly List<(string Operation, Func<IServiceProvider, Caller, string, Task> Act)> OnPeople =
    [
        ("UserAdministration.SetRoleAsync", (s, c, id) => Users(s).SetRoleAsync(c, id, Roles.Admin, default)),
        ("UserAdministration.EndSessionsAsync", (s, c, id) => Users(s).EndSessionsAsync(c, id, null, default)),
        ("UserAdministration.RequireNewPasswordAsync", (s, c, id) => Users(s).RequireNewPasswordAsync(c, id, true, default)),
        ("UserAdministration.ResetSecondFactorAsync", (s, c, id) => Users(s).ResetSecondFactorAsync(c, id, true, default)),
        ("UserAdministration.DisableAsync", (s, c, id) => Users(s).DisableAsync(c, id, default)),
        ("UserAdministration.EnableAsync", (s, c, id) => Users(s).EnableAsync(c, id, default)),
        ("LocalAdministration.ResetPasswordAsync",
            (s, c, _) => s.GetRequiredService<LocalAdministration>().ResetPasswordAsync(c, Ann, "another orange ladder", true, default)),
        ("LocalLinks.ForAccountAsync", (s, c, _) => s.GetRequiredService<LocalLinks>().ForAccountAsync(c, Ann, true, default)),
        ("UserAdministration.DeleteAsync", (s, c, id) => Users(s).DeleteAsync(c, id, default)),
        ("LocalAdministration.CreateAsync",
            (s, c, _) => s.GetRequiredService<LocalAdministration>().CreateAsync(c, "eve@example.org", "another orange ladder", default)),
        ("LocalLinks.ForNewAdminAsync", (s, c, _) => s.GetRequiredService<LocalLinks>().ForNewAdminAsync(c, "bob@example.org", default)),
        ("Invitations.CreateAsync", (s, c, _) => Invitations(s).CreateAsync(c, "dan@example.org", Roles.Analyst, default)),
        ("Invitations.RevokeAsync", async (s, c, _) =>
            await Invitations(s).RevokeAsync(c, (await Invitations(s).ListAsync(c, default))[0].Id, default)),
    ];

    /// <summary>These change nothing; nor does anything in Querying, which lists, searches and reads.</summary>
    private static readonly string[] Reads =
        ["BackupOverview.ReadAsync", "Invitations.ListAsync", "LocalAdministration.ListAsync", "LocalAdministration.OtherWaysInAsync"];

    [Fact]
    public void Every_command_of_an_admin_is_called_by_a_test_of_the_audit()
    {
        var commands = OperationTests.OfAdmins()
            .Where(o => o.DeclaringType!.Namespace?.StartsWith("CreamPie.Core.Querying", StringComparison.Ordinal) != true)
            .Select(OperationTests.NameOf)
            .Except(Reads)
            .ToHashSet();

        var called = OnData.Keys.Concat(OnPeople.Select(p => p.Operation));
        Assert.Equal(commands.Order(StringComparer.Ordinal), called.Order(StringComparer.Ordinal));
        Assert.Empty(OnData.Values.Except(AuditedActionsTests.Tested));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_command_on_people_writes_exactly_one_entry(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var admin = await app.CallerAsync(TestApplication.AdminEmail);
        var ann = await app.AddUserAsync(Ann, Roles.Analyst);
        await app.AuditAsync();
        foreach (var (operation, act) in OnPeople)
        {
            // Something to end and to remove; enabled or not.
            if (operation is "UserAdministration.EndSessionsAsync" or "UserAdministration.ResetSecondFactorAsync")
                await app.CallerAsync(Ann);
            if (operation is "UserAdministration.ResetSecondFactorAsync")
                await app.ConnectAsync(Ann);
            await using var scope = app.Services.CreateAsyncScope();
            await act(scope.ServiceProvider, admin, ann.Id);

            var entries = await app.AuditAsync();
            Assert.True(entries.Count == 1, $"{operation}: {string.Join(" | ", entries)}");
            Assert.Contains(" Succeeded ", entries[0], StringComparison.Ordinal);
        }
    }

    private static UserAdministration Users(IServiceProvider services) => services.GetRequiredService<UserAdministration>();

    private static Invitations Invitations(IServiceProvider services) => services.GetRequiredService<Invitations>();
}
