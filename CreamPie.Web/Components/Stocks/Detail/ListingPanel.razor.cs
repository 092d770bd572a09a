using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Tracking;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Stocks.Detail;

/// <summary>Whose bars they are: the listings of one ticker link to each other.</summary>
public sealed partial class ListingPanel
{
    private static readonly ActionFeedback AlreadyDecided = ActionFeedback.Failed("Another admin has decided it already.");

    [Inject] private ListingQuery Listings { get; set; } = null!;

    [Inject] private ListingDecisions Decisions { get; set; } = null!;

    [Parameter, EditorRequired] public required Symbol Symbol { get; set; }

    [Parameter] public bool IsAdmin { get; set; }

    protected override bool Concerns(ChangeSet changes) => changes.Symbols.Contains(Symbol.Value);

    protected override Task<ListingHistory?> ReadAsync(Caller caller, CancellationToken cancellationToken) =>
        Listings.HistoryAsync(caller, Symbol, cancellationToken);

    private Task ConfirmAsync(ListingFinding finding) => RunAsync(async (caller, cancellationToken) =>
        await Decisions.ConfirmAsync(caller, finding.Id, cancellationToken)
            ? ActionFeedback.Done("Confirmed.")
            : AlreadyDecided);

    private Task JoinAsync(ListingFinding finding) => RunAsync(async (caller, cancellationToken) =>
        await Decisions.JoinAsync(caller, finding.Id, cancellationToken)
            ? ActionFeedback.Done("Joined: all bars are in one series.")
            : AlreadyDecided);

    private static string ConfirmHint(ListingFinding finding) => finding.Kind switch
    {
        FindingKind.ListingDoubt => "All bars are of one company; this is not asked again.",
        FindingKind.ProposedRename => "Keep both series as they are.",
        _ => "They are two companies.",
    };

    private static string NameOf(ListingItem listing) => listing.Name ?? listing.Symbol;

    private static string Until(ListingItem listing) => listing.LastBar is { } last ? $", to {DisplayText.Date(last)}" : "";

    private static string Since(ListingItem listing) => listing.FirstBar is { } first ? $", since {DisplayText.Date(first)}" : "";
}
