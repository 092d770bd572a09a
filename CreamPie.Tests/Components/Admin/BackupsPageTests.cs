using Bunit;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Admin.Backups;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Components.Admin;

public sealed class BackupsPageTests
{
    [Fact]
    public async Task Page_says_that_no_backups_are_made_and_offers_none()
    {
        await using var rig = await AdminRig.StartAsync();

        var page = rig.Open<BackupsPage>("/admin/backups");

        page.WaitForAssertion(() => Assert.Contains("Backups__Folder", page.Find(".advice").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task Runs_are_listed_with_the_last_good_backup_and_drill()
    {
        await using var rig = await AdminRig.StartAsync(new Dictionary<string, string?> { ["Backups:Folder"] = "/backups" });
        await rig.Database.AddAsync(
            Run(BackupKind.Backup, 30, BackupOutcome.Succeeded, "20261119T060000Z: 3 symbols."),
            Run(BackupKind.Drill, 26, BackupOutcome.Succeeded, "20261119T060000Z restored."),
            Run(BackupKind.Drill, 2, BackupOutcome.Failed, "A bit has flipped."),
            new BackupRun { Kind = BackupKind.Backup, Started = AdminRig.Noon });

        var page = rig.Open<BackupsPage>("/admin/backups");

        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll("tbody tr").Count));
        Assert.Equal(
            ["Running", "Failed", "Succeeded", "Succeeded"], page.FindAll(".chip").Select(c => c.TextContent));
        var cards = page.FindAll(".card").Select(c => c.TextContent).ToArray();
        Assert.Contains("3 symbols", cards[0], StringComparison.Ordinal);
        Assert.Contains("restored", cards[1], StringComparison.Ordinal);
        // One is running already.
        Assert.True(page.FindAll("button")[0].HasAttribute("disabled"));
    }

    [Fact]
    public async Task Click_makes_a_drill_due_and_is_audited()
    {
        await using var rig = await AdminRig.StartAsync(new Dictionary<string, string?> { ["Backups:Folder"] = "/backups" });
        await rig.Database.AddAsync(Run(BackupKind.Backup, 30, BackupOutcome.Succeeded, "Made."));
        var page = rig.Open<BackupsPage>("/admin/backups");
        page.WaitForElement("button");

        page.Perform(() => page.FindAll("button")[1].Click());

        rig.Snackbars.WaitForAssertion(() => Assert.Contains("within seconds", rig.Snackbars.Markup, StringComparison.Ordinal));
        await using var db = rig.Database.Open();
        Assert.Equal(AdminRig.Noon, (await db.MaintenanceTasks.SingleAsync(t => t.Name == MaintenanceTask.DrillRestore)).NextRun);
        Assert.Equal("Restore drill.", (await db.AuditEntries.SingleAsync()).Detail);
    }

    private static BackupRun Run(BackupKind kind, int hoursAgo, BackupOutcome outcome, string detail) => new()
    {
        Kind = kind,
        Started = AdminRig.Noon.AddHours(-hoursAgo),
        Ended = AdminRig.Noon.AddHours(-hoursAgo).AddSeconds(3),
        Outcome = outcome,
        Bytes = 1_000_000,
        Detail = detail,
    };
}
