using Bunit;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Admin.Operating.Facts;

namespace CreamPie.Tests.Components.Admin;

public sealed class BackupsPanelTests
{
    private static readonly IReadOnlyDictionary<string, string?> SetUp =
        new Dictionary<string, string?> { ["Backups:Folder"] = "s3://vault/creampie" };

    [Fact]
    public async Task Newest_backup_its_place_and_the_last_good_drill_are_shown()
    {
        await using var rig = await AdminRig.StartAsync(SetUp);

        var panel = await OpenAsync(
            rig, Run(BackupKind.Drill, 30, BackupOutcome.Succeeded), Run(BackupKind.Backup, 3, BackupOutcome.Succeeded));

        Assert.Contains("3 h ago", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("s3://vault/creampie", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("1 MB", panel.Markup, StringComparison.Ordinal);
        Assert.Equal("admin/backups", panel.Find("a").GetAttribute("href"));
        Assert.Empty(panel.FindAll(".bad"));
    }

    [Theory]
    [InlineData(BackupKind.Backup, 1, BackupOutcome.Failed, "The last backup failed: It says why.")]
    [InlineData(BackupKind.Backup, 1, BackupOutcome.Incomplete, "The newest backup is incomplete: It says why.")]
    [InlineData(BackupKind.Drill, 1, BackupOutcome.Failed, "The last restore drill failed: It says why.")]
    public async Task Failure_is_told_in_words(BackupKind kind, int hoursAgo, BackupOutcome outcome, string sentence)
    {
        await using var rig = await AdminRig.StartAsync(SetUp);

        var panel = await OpenAsync(rig, Run(BackupKind.Backup, 20, BackupOutcome.Succeeded), Run(kind, hoursAgo, outcome));

        Assert.Equal(sentence, Assert.Single(panel.FindAll(".bad")).TextContent);
    }

    [Fact]
    public async Task Old_backup_and_none_are_told_in_words()
    {
        await using var rig = await AdminRig.StartAsync(SetUp);
        var late = await OpenAsync(rig, Run(BackupKind.Backup, 49, BackupOutcome.Succeeded));
        Assert.Equal("No backup was made for two days.", Assert.Single(late.FindAll(".bad")).TextContent);

        await using var other = await AdminRig.StartAsync();
        var none = await OpenAsync(other);
        Assert.Contains("No backups are made. Set Backups__Folder.", none.Find(".card").TextContent, StringComparison.Ordinal);
    }

    private static async Task<IRenderedComponent<BackupsPanel>> OpenAsync(AdminRig rig, params BackupRun[] runs)
    {
        await rig.Database.AddAsync(runs);
        var view = await rig.Database.Get<BackupOverview>().ReadAsync(SeedData.Admin, CancellationToken.None);
        return rig.Render<BackupsPanel>(p => p.Add(c => c.View, view));
    }

    private static BackupRun Run(BackupKind kind, int hoursAgo, BackupOutcome outcome) => new()
    {
        Kind = kind,
        Started = AdminRig.Noon.AddHours(-hoursAgo).AddSeconds(-3),
        Ended = AdminRig.Noon.AddHours(-hoursAgo),
        Outcome = outcome,
        Bytes = 1_000_000,
        Detail = "It says why.",
    };
}
