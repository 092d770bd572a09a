using CreamPie.Core.Accounts;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Storage.Tables;
using CreamPie.Web.Components.Shared;
using CreamPie.Web.Components.Stocks.Detail;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Stocks.PullState;

/// <summary>Answers "why is there no data?" on the stock's page.</summary>
public sealed partial class WhyPanel
{
    private bool _open;
    private bool _toggled;
    private int? _seen;

    [Inject] private AttemptQuery Attempts { get; set; } = null!;

    [Parameter, EditorRequired] public required StockSummary Stock { get; set; }

    private StockFacts Facts => Stock.Facts;

    private bool IsWell => Facts.Status is StockStatus.Current or StockStatus.Imported or StockStatus.Retired or StockStatus.Pending;

    protected override Task OnParametersSetAsync()
    {
        // Keep the user's own choice of open or closed.
        if (!_toggled)
            _open = !IsWell;
        return base.OnParametersSetAsync();
    }

    protected override bool Concerns(ChangeSet changes) => changes.Symbols.Contains(Facts.Symbol);

    protected override Task<ListPage<AttemptItem>?> ReadAsync(Caller caller, CancellationToken cancellationToken) =>
        Attempts.AttemptsAsync(caller, Stock.Symbol, cancellationToken);

    /// <summary>The newest failed attempt, unless a newer one succeeded.</summary>
    private static AttemptItem? Trouble(ListPage<AttemptItem> attempts) =>
        attempts.Items
            .TakeWhile(a => a.Outcome is not (
                CreamPie.Core.Storage.Tables.Outcome.Loaded or CreamPie.Core.Storage.Tables.Outcome.NoData))
            .FirstOrDefault(a => a.Reason is not null);

    private static string NextTry(AttemptItem trouble) =>
        trouble.NextAttempt is null ? "Next pull:" : "Retrying";

    private static string Outcome(AttemptItem attempt) => attempt switch
    {
        { Outcome: { } outcome, Reason: { } reason } => $"{DisplayText.Of(outcome).Label}: {DisplayText.Of(reason).Label}",
        { Outcome: { } outcome } => DisplayText.Of(outcome).Label,
        { Ended: null } => "Running",
        _ => "Interrupted",
    };

    private void See(int documentId) => _seen = _seen == documentId ? null : documentId;
}
