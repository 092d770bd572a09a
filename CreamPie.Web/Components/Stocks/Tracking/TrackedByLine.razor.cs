using CreamPie.Core.Market;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Tracking;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Stocks.Tracking;

public sealed partial class TrackedByLine
{
    [Inject] private Tracker Tracker { get; set; } = null!;

    [Parameter, EditorRequired] public required Symbol Symbol { get; set; }

    [Parameter, EditorRequired] public required TrackedBy Tracking { get; set; }

    /// <summary>After a change.</summary>
    [Parameter] public EventCallback OnChanged { get; set; }

    private string Sentence => TrackingText.Of(Tracking)
        + (Tracking.Since is { } since ? $" You since {DisplayText.Date(DateOnly.FromDateTime(since))}." : "");

    private string StopHint => Tracking.House || Tracking.Others > 0
        ? "Updates continue: others track it too."
        : "Updates stop; existing data is kept.";

    protected override Task RefreshAsync() => OnChanged.InvokeAsync();

    private Task TrackAsync() => RunAsync(async (caller, cancellationToken) =>
    {
        await Tracker.TrackAsync(caller, Symbol, cancellationToken);
        return ActionFeedback.Done($"You track {Symbol} now.");
    });

    private Task StopAsync() => RunAsync(async (caller, cancellationToken) =>
        await Tracker.StopAsync(caller, Symbol, cancellationToken) switch
        {
            StopResult.Untracked => ActionFeedback.Done($"{Symbol} is no longer tracked."),
            StopResult.TrackedByOthers => ActionFeedback.Done($"You no longer track {Symbol}. Updates continue: others track it too."),
            _ => ActionFeedback.Failed($"You no longer tracked {Symbol}."),
        });
}
