using System.Globalization;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Admin.Backups;

public sealed partial class BackupsPage
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    /// <summary>A run that has no end after so long has lost its process.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(3);

    private BackupsView? _view;
    private string? _error;
    private ITimer? _timer;

    [Inject] private BackupOverview Backups { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    private bool IsSetUp => _view is { Folder.Length: > 0 };

    protected override async Task OnInitializedAsync()
    {
        await RefreshAsync();
        // Runs change nothing that the feed of changes knows.
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(RefreshAsync), null, Between, Between);
    }

    protected override async Task RefreshAsync()
    {
        if (Gone.IsCancellationRequested)
            return;
        try
        {
            (_view, _error) = (await Backups.ReadAsync(await CallerAsync(), Gone), null);
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            _error = Explain(fault);
        }
        StateHasChanged();
    }

    private Task RequestAsync(BackupKind kind) => RunAsync(async (caller, cancellationToken) =>
        await Backups.RequestAsync(caller, kind, cancellationToken)
            ? ActionFeedback.Done(kind == BackupKind.Backup ? "The backup starts within seconds." : "The drill starts within seconds.")
            : ActionFeedback.Failed("Backups__Folder is not set."));

    private bool IsRunning(BackupKind kind) => _view?.Runs.FirstOrDefault(r => r.Kind == kind) is { } run && IsOngoing(run);

    private bool IsOngoing(BackupRun run) => run.Ended is null && Time.Now() - run.Started < Longest;

    private string OutcomeOf(BackupRun run) => run.Outcome switch
    {
        BackupOutcome.Succeeded => "Succeeded",
        BackupOutcome.Incomplete => "Incomplete",
        BackupOutcome.Failed => "Failed",
        _ => IsOngoing(run) ? "Running" : "Died",
    };

    private string ToneOf(BackupRun run) => run.Outcome switch
    {
        BackupOutcome.Succeeded => "fine",
        BackupOutcome.Incomplete or BackupOutcome.Failed => "failed",
        _ => IsOngoing(run) ? "" : "failed",
    };

    private static string Took(BackupRun run) => run.Ended is { } ended
        ? (ended - run.Started) is { TotalMinutes: >= 2 } span
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{(ended - run.Started).TotalSeconds:0.0} s")
        : "–";

    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        base.Dispose(disposing);
    }
}
