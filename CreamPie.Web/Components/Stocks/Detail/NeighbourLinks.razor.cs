using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Stocks;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Stocks.Detail;

/// <summary>Previous and next in the order of symbols.</summary>
public sealed partial class NeighbourLinks
{
    private Symbol? _read;

    [Inject] private FindQuery Query { get; set; } = null!;

    [Parameter, EditorRequired] public required Symbol Symbol { get; set; }

    // The header is rendered anew by every load of its stock, which moves no neighbour.
    protected override Task OnParametersSetAsync()
    {
        if (_read == Symbol)
            return Task.CompletedTask;
        _read = Symbol;
        return base.OnParametersSetAsync();
    }

    /// <summary>Only a stock between them, which may be new, or one of them, which may be gone.</summary>
    protected override bool Concerns(ChangeSet changes) => Value is not { } known || changes.Symbols.Any(s =>
        s != known.Symbol
        && (known.Previous is not { } previous || string.CompareOrdinal(s, previous) >= 0)
        && (known.Next is not { } next || string.CompareOrdinal(s, next) <= 0));

    protected override async Task<Neighbours?> ReadAsync(Caller caller, CancellationToken cancellationToken) =>
        await Query.NeighboursAsync(caller, Symbol, cancellationToken);
}
