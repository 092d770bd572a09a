using CreamPie.Core.Market;
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

    protected override void OnParametersSet() => Tell();

    private void Tell()
    {
        _timer?.Dispose();
        _timer = null;
        if (At is not { } at)
            return;
        (_text, var holds) = RelativeTime.Of(at, Time.Now());
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
