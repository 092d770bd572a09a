using CreamPie.Core.Market.Calendar;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Shared;

public sealed partial class Ago : IDisposable
{
    private string _text = "";
    private ITimer? _timer;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Parameter, EditorRequired] public DateTime? At { get; set; }

    /// <summary>Text without an instant.</summary>
    [Parameter] public string None { get; set; } = "–";

    /// <summary>Text for a future instant once it has passed: a due attempt is not over.</summary>
    [Parameter] public string? Due { get; set; }

    /// <summary>In prose a distant date reads 27 Nov 2026, in a table 2026-11-27.</summary>
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
        // A past instant may be from a clock slightly ahead of ours.
        var isNow = Due is null && at > now && at - now < RelativeTime.Moment;
        (_text, var holds) = RelativeTime.Of(isNow ? now : at, now, InProse);
        if (holds is { } until)
            _timer = Time.CreateTimer(_ => _ = InvokeAsync(TellAgain), null, until, Timeout.InfiniteTimeSpan);
    }

    private void TellAgain()
    {
        // The timer may fire after disposal.
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
