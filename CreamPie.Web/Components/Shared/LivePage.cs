using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Querying.Changes;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Shared;

/// <summary>
/// A page of one value, which it reads again whenever its data changes, whoever changed it.
/// Draw it with <see cref="LoadState{T}"/>, which handles loading, empty and failed.
/// </summary>
public abstract class LivePage<T> : CommandPage
    where T : class
{
    private IDisposable? _subscription;
    private Task _reading = Task.CompletedTask;
    private Task? _next;
    private int _generation;

    [Inject] private ChangeFeed Feed { get; set; } = null!;

    /// <summary>Null before the first read.</summary>
    protected T? Value { get; private set; }

    /// <summary>Why the last read failed; the value before it stays.</summary>
    protected string? Error { get; private set; }

    /// <summary>True after a read that found nothing.</summary>
    protected bool IsMissing { get; private set; }

    /// <summary>Reads the value; null if it does not exist.</summary>
    protected abstract Task<T?> ReadAsync(Caller caller, CancellationToken cancellationToken);

    protected virtual bool Concerns(ChangeSet changes) => true;

    // Subscribe before reading, so that no change goes unnoticed in between. The feed knows no reader: what it calls is drawn in the
    // reader's culture all the same.
    protected override void OnInitialized()
    {
        var culture = CultureInfo.CurrentCulture;
        _subscription = Feed.Subscribe(changes => OnChangedAsync(changes, culture));
    }

    protected override Task OnParametersSetAsync()
    {
        // The previous address may have been missing; the new one has not been read yet.
        (_generation, Error, IsMissing) = (_generation + 1, null, false);
        return RefreshAsync();
    }

    /// <summary>
    /// Returns when a read that started after this call is done. However many callers, one read runs and one waits:
    /// all of it happens on the circuit's own thread, so nothing here needs a lock.
    /// </summary>
    protected override Task RefreshAsync()
    {
        if (Gone.IsCancellationRequested)
            return Task.CompletedTask;
        if (_next is not null)
            return _next;
        return _reading.IsCompleted ? _reading = ReadOnceAsync() : _next = ReadNextAsync();
    }

    private async Task ReadNextAsync()
    {
        await _reading;
        _next = null;
        await (_reading = ReadOnceAsync());
    }

    private async Task ReadOnceAsync()
    {
        var generation = _generation;
        try
        {
            Value = await ReadAsync(await CallerAsync(), Gone);
            (Error, IsMissing) = (null, Value is null && generation == _generation);
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            Error = Explain(fault);
        }
        StateHasChanged();
    }

    private Task OnChangedAsync(ChangeSet changes, CultureInfo culture) =>
        !Gone.IsCancellationRequested && (changes.IsIncomplete || Concerns(changes))
            ? InvokeAsync(() =>
            {
                CultureInfo.CurrentCulture = culture;
                return RefreshAsync();
            })
            : Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        _subscription?.Dispose();
        base.Dispose(disposing);
    }
}
