using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Accounts.Recovery;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Mail;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Account.Own;

/// <summary>Changes the password of whoever is signed in, or sets the first one.</summary>
public sealed partial class PasswordForm
{
    private IReadOnlyList<string> _problems = [];

    [Inject] private PasswordChange Change { get; set; } = null!;

    [Inject] private Proofs Proofs { get; set; } = null!;

    [Inject] private NoticeMails Notices { get; set; } = null!;

    [Inject] private KnownDevices Devices { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Null for an account that was deleted meanwhile.</summary>
    [Parameter, EditorRequired] public required AppUser? User { get; set; }

    /// <summary>Address to go to when it is done.</summary>
    [Parameter, EditorRequired] public required string Next { get; set; }

    [SupplyParameterFromForm] public Passwords? Input { get; set; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    private bool HasPassword => User?.PasswordHash is not null;

    /// <summary>The old password is checked like a sign-in: counted, and refused for a while after five wrong ones.</summary>
    private async Task ChangeAsync()
    {
        var caller = CallerOfRequest.Of(Context);
        if (!HasPassword && !await Proofs.IsFreshAsync(caller, Context.RequestAborted))
        {
            Navigation.NavigateTo("account/prove?returnUrl=%2Faccount");
            return;
        }
        var visitor = Devices.VisitorOf(Context, User?.Email);
        switch (await Change.ChangeAsync(caller, visitor, Input?.Old ?? "", Input?.New ?? "", Context.RequestAborted))
        {
            case PasswordResult.Changed changed:
                await Notices.SayAsync(changed.User.Email!, Notice.PasswordChanged(changed.Left), Context);
                Navigation.NavigateTo(Next);
                break;
            case PasswordResult.Invalid invalid:
                _problems = invalid.Problems;
                break;
            case PasswordResult.TooMany tooMany:
                Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                _problems = [PasswordSignIn.TooManyText(tooMany.RetrySeconds)];
                break;
            default:
                _problems = ["The current password is wrong, or there were too many attempts. Try again later."];
                break;
        }
    }

    public sealed class Passwords
    {
        public string? Old { get; set; }
        public string? New { get; set; }
    }
}
