using CreamPie.Core.Accounts;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Operating;
using CreamPie.Web.Hosting.Settings;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Admin.Operating;

/// <summary>What the installation does, read again every ten seconds: a node that is gone changes nothing.</summary>
public sealed partial class OverviewPage
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    private ITimer? _timer;
    private BackupsView? _backups;

    [Inject] private OverviewQuery Query { get; set; } = null!;

    [Inject] private BackupOverview Backups { get; set; } = null!;

    [Inject] private SettingsAdvice Advice { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        // The timer runs in the reader's culture, which flows into it.
        _timer = Time.CreateTimer(_ => InvokeAsync(RefreshAsync), null, Again, Again);
    }

    // While documents are loaded there is a change each second.
    protected override bool Concerns(ChangeSet changes) => false;

    protected override async Task<Overview?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        _backups = await Backups.ReadAsync(caller, cancellationToken);
        return await Query.OverviewAsync(caller, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        base.Dispose(disposing);
    }
}
