using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Account.Factors;

/// <summary>A page that changes how its owner gets in: it opens only within ten minutes of a proof of who they are.</summary>
public abstract class ProvedPage : ComponentBase
{
    [Inject] private Proofs Proofs { get; set; } = null!;

    [Inject] protected NavigationManager Navigation { get; private set; } = null!;

    [CascadingParameter] public required HttpContext Context { get; set; }

    protected Caller Caller => CallerOfRequest.Of(Context);

    protected bool IsProved { get; private set; }

    protected override async Task OnInitializedAsync()
    {
        IsProved = await Proofs.IsFreshAsync(Caller, Context.RequestAborted);
        if (IsProved)
            await OnProvedAsync();
        else
            Navigation.NavigateTo("account/prove?returnUrl=" + Uri.EscapeDataString(Context.Request.PathBase + Context.Request.Path));
    }

    /// <summary>Reads what the page shows.</summary>
    protected virtual Task OnProvedAsync() => Task.CompletedTask;
}
