using System.ComponentModel;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

/// <summary>How far a tracked symbol is.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Status">The stock's status.</param>
/// <param name="State">Of its newest pull; null if none is planned.</param>
/// <param name="Bars">Served days.</param>
/// <param name="FirstBar">The oldest served day; null without bars.</param>
/// <param name="LastBar">The newest served day; null without bars.</param>
/// <param name="Reason">Why the pull waits or failed; null if all goes well.</param>
/// <param name="Message">The reason as a sentence, or that no worker is running.</param>
/// <param name="WaitsUntil">UTC; null if it does not wait.</param>
internal sealed record TrackProgress(
    string Symbol, StockStatus Status, DocumentState? State, int Bars, DateOnly? FirstBar, DateOnly? LastBar, Reason? Reason,
    string? Message, DateTime? WaitsUntil)
{
    /// <summary>There are bars, or it is known why there are none yet.</summary>
    public bool IsTold => Bars > 0 || Reason is not null || (State is { } state && !state.IsOpen());
}

/// <summary>The answer to POST track that a script can wait for.</summary>
internal static class TrackingProgress
{
    private const int LongestWait = 60;

    private const string NoWorker = "No worker is running: the pull waits until one starts.";

    public static void MapProgress(this RouteGroupBuilder group) => group.MapGet("/track/{symbol}", WaitAsync).RefusingMalformedSymbols()
        .Named(
            "GetTracking", "How far a symbol is",
            "How far a tracked symbol is; with wait, answers as soon as the first bars are there or the reason is known.")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<TrackProgress>, ProblemHttpResult>> WaitAsync(
        Symbol symbol, [FromQuery, WholeNumber(1, LongestWait), Description("Seconds to wait at most; default: not at all.")] string? wait,
        Caller caller, StockQuery stocks, PullQuery pulls, ChangeFeed changes, TimeProvider time, CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var seconds = text.Number("wait", wait, fallback: 0, LongestWait);
        if (text.Problem is not null)
            return text.Problem;
        using var changed = new SemaphoreSlim(0);
        using var subscription = changes.Subscribe(_ =>
        {
            changed.Release();
            return Task.CompletedTask;
        });
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        while (true)
        {
            if (await ReadAsync(caller, symbol, stocks, pulls, cancellationToken) is not { } progress)
                return SeriesApi.UnknownSymbol(symbol);
            if (progress.IsTold || seconds == 0 || late.IsCancellationRequested)
                return TypedResults.Ok(progress);
            try
            {
                await changed.WaitAsync(ended.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is up: what is known by now is the answer.
            }
        }
    }

    private static async Task<TrackProgress?> ReadAsync(
        Caller caller, Symbol symbol, StockQuery stocks, PullQuery pulls, CancellationToken cancellationToken)
    {
        // In this order: a pull that has loaded has its bars.
        var pull = await pulls.NewestAsync(caller, symbol, cancellationToken);
        return await stocks.FactsAsync(caller, symbol, cancellationToken) is not { } facts ? null : new(
            facts.Symbol, facts.Status, pull?.State, facts.Bars, facts.FirstBar, facts.LastBar, pull?.Reason,
            pull?.Error ?? (pull is { LacksWorker: true } ? NoWorker : null), pull?.WaitsUntil);
    }
}
