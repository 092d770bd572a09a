using CreamPie.Core.Market.Calendar;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Shared;

public sealed partial class Ago : IDisposable
{
    private string _text = "";
    private ITimer? _timer;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Parameter, EditorRequired] public DateTime? At { get; set; }

    /// <summary>Shown where there is no instant.</summary>
    [Parameter] public string None { get; set; } = "–";

    /// <summary>For what lies ahead: shown once its time has come, because an attempt that is due is not over.</summary>
    [Parameter] public string? Due { get; set; }

    /// <summary>Inside a sentence a far date reads 27 Nov 2026, in a table 2026-11-27.</summary>
    [Parameter] public bool InProse { get; set; }

    protected override void OnParametersSet() => Tell();

    private void Tell()
    {
        _timer?.Dispose();
        _timer = null;
        if (At is not { } at)
            return;
        var now = Time.Now();
        if (Due is not null && at <= now)
        {
            _text = Due;
            return;
        }
        // What has happened may have been written by a clock that is a moment ahead of ours.
        var isNow = Due is null && at > now && at - now < RelativeTime.Moment;
        (_text, var holds) = RelativeTime.Of(isNow ? now : at, now, InProse);
        if (holds is { } until)
            _timer = Time.CreateTimer(_ => _ = InvokeAsync(TellAgain), null, until, Timeout.InfiniteTimeSpan);
    }

    private void TellAgain()
    {
        // The timer may have fired already when this was disposed.
        if (_timer is null)
            return;
        Tell();
        StateHasChanged();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
