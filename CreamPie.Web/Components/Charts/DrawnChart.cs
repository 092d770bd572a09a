using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CreamPie.Web.Components.Charts;

/// <summary>The frame of a chart whose module fetches its data itself: the circuit only tells it what to show.</summary>
/// <typeparam name="TRequest">What to show; an equal one is not sent again.</typeparam>
public abstract partial class DrawnChart<TRequest> : ComponentBase, IAsyncDisposable
    where TRequest : class
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private TRequest? _shown;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    [Inject] private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>The element that the module draws into.</summary>
    protected ElementReference Root { get; set; }

    /// <summary>True if the module itself failed; what it reports, it says in the page.</summary>
    protected bool IsFailed { get; private set; }

    /// <summary>True once the page was left.</summary>
    protected bool IsGone { get; private set; }

    /// <summary>As the log calls it.</summary>
    protected virtual string Name => GetType().Name;

    /// <summary>What the module is mounted with.</summary>
    protected virtual object?[] MountArguments => [Root, Library, ReaderFormat.Current];

    /// <summary>Address of the component's module.</summary>
    protected abstract string Module { get; }

    /// <summary>Address of the library that draws; the module imports it when it needs it.</summary>
    protected abstract string Library { get; }

    protected abstract TRequest ToShow { get; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./" + Module);
                if (!IsGone)
                    _chart = await _module.InvokeAsync<IJSObjectReference>("mount", MountArguments);
            }
            var request = ToShow;
            if (_chart is null || IsGone || request.Equals(_shown))
                return;
            _shown = request;
            await _chart.InvokeVoidAsync("show", request);
        }
        catch (Exception fault) when (IsGone && fault is JSException or JSDisconnectedException or ObjectDisposedException)
        {
            // The page was left while it drew.
        }
        catch (JSException fault)
        {
            // The page around the chart still works.
            Log.NotDrawn(Loggers.CreateLogger(GetType()), fault, Name);
            IsFailed = true;
            StateHasChanged();
        }
    }

    public async ValueTask DisposeAsync()
    {
        IsGone = true;
        OnLeaving();
        GC.SuppressFinalize(this);
        try
        {
            if (_chart is not null)
            {
                await _chart.InvokeVoidAsync("dispose");
                await _chart.DisposeAsync();
            }
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (Exception fault) when (fault is JSDisconnectedException or JSException)
        {
            // The browser is gone, and its chart with it.
        }
    }

    /// <summary>The page is left: the module will call no more.</summary>
    protected virtual void OnLeaving()
    {
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Drawing {Chart} failed.")]
        public static partial void NotDrawn(ILogger logger, Exception fault, string chart);
    }
}
