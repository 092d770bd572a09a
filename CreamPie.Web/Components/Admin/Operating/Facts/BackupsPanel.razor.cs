using CreamPie.Core.Backups.Running;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage.Tables.Backups;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Admin.Operating.Facts;

public sealed partial class BackupsPanel
{
    /// <summary>As the operators' alert: a day and another for a try that fails.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromDays(2);

    [Parameter, EditorRequired] public required BackupsView View { get; set; }

    [Inject] private TimeProvider Time { get; set; } = null!;

    private IEnumerable<string> Problems()
    {
        if (View.LastBackup is { Started: var made } && Time.Now() - made > Late)
            yield return "No backup was made for two days.";
        if (LastEnded(BackupKind.Backup) is { Outcome: BackupOutcome.Failed } failed)
            yield return $"The last backup failed: {failed.Detail}";
        else if (View.LastBackup is { Outcome: BackupOutcome.Incomplete } incomplete)
            yield return $"The newest backup is incomplete: {incomplete.Detail}";
        if (LastEnded(BackupKind.Drill) is { Outcome: BackupOutcome.Failed } drill)
            yield return $"The last restore drill failed: {drill.Detail}";
    }

    private BackupRun? LastEnded(BackupKind kind) => View.Runs.FirstOrDefault(r => r.Kind == kind && r.Ended is not null);
}
