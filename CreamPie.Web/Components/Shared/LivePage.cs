using CreamPie.Core.Querying;
using CreamPie.Core.Users;
using CreamPie.Web.Hosting.Identity;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CreamPie.Web.Components.Shared;

/// <summary>
/// A page that shows one answer, and reads it again whenever what it shows has changed, whoever changed it.
/// Draw it with <see cref="Shown{T}"/>, which knows loading, empty and failed.
/// </summary>
public abstract partial class LivePage<T> : ComponentBase, IDisposable
    where T : class
{
    private readonly CancellationTokenSource _gone = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private IDisposable? _subscription;

    [Inject] private ChangeFeed Feed { get; set; } = null!;

    [Inject] private CurrentCaller Current { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    [Inject] private ILogger<LivePage<T>> Logger { get; set; } = null!;

    /// <summary>Null until it was read for the first time.</summary>
    protected T? Value { get; private set; }

    /// <summary>Why it could not be read; what was read before stays.</summary>
    protected string? Error { get; private set; }

    protected CancellationToken Gone => _gone.Token;

    /// <summary>Null: there is no such thing.</summary>
    protected abstract Task<T?> ReadAsync(Caller caller, CancellationToken cancellationToken);

    protected virtual bool Concerns(Changes changes) => true;

    /// <summary>Null after reading means that there is no such thing.</summary>
    protected bool IsMissing { get; private set; }

    // Before reading, so that nothing changes unseen in between.
    protected override void OnInitialized() => _subscription = Feed.Subscribe(
        changes => Concerns(changes) ? InvokeAsync(RefreshAsync) : Task.CompletedTask);

    protected override Task OnParametersSetAsync() => RefreshAsync();

    protected async Task RefreshAsync()
    {
        if (_gone.IsCancellationRequested)
            return;
        try
        {
            await _reading.WaitAsync(Gone);
            try
            {
                Value = await ReadAsync(await Current.GetAsync(Gone), Gone);
                (Error, IsMissing) = (null, Value is null);
            }
            finally
            {
                _reading.Release();
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            Error = Explain(fault);
        }
        StateHasChanged();
    }

    /// <summary>Does what a button says, tells how it went, and reads anew.</summary>
    /// <param name="act">Returns the sentence that says what was done.</param>
    protected async Task ActAsync(Func<Caller, CancellationToken, Task<string>> act)
    {
        try
        {
            Snackbar.Add(await act(await Current.GetAsync(Gone), Gone), Severity.Success);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            Snackbar.Add(Explain(fault), Severity.Error);
        }
        await RefreshAsync();
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _subscription?.Dispose();
        _gone.Cancel();
    }

    private string Explain(Exception fault)
    {
        if (fault is AccessDeniedException)
            return fault.Message;
        Log.Failed(Logger, fault, GetType().Name);
        return "This could not be done; the log says why.";
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The page {Page} failed.")]
        public static partial void Failed(ILogger logger, Exception fault, string page);
    }
}
