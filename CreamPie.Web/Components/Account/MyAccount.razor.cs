using CreamPie.Core.Accounts;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using SignInResult = CreamPie.Core.Accounts.SignInResult;

namespace CreamPie.Web.Components.Account;

public partial class MyAccount
{
    private AppUser? _user;
    private int _sessions;
    private IReadOnlyList<string> _problems = [];

    [Inject] private UserManager<AppUser> Users { get; set; } = null!;

    [Inject] private PasswordSignIn SignInByPassword { get; set; } = null!;

    [Inject] private Sessions Sessions { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromForm] public Passwords? Input { get; set; }

    [SupplyParameterFromQuery] public bool Changed { get; set; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    private string RoleText => Context.User.IsInRole(Roles.Admin) ? "Admin"
        : Context.User.IsInRole(Roles.Analyst) ? "Analyst"
        : "None (an admin can assign one)";

    private string SessionsText => _sessions > 1
        ? $"You have {_sessions} active sessions in browsers and programs. "
            + "Don't recognize one? Sign out everywhere, then change your password."
        : "This is your only active session.";

    protected override async Task OnInitializedAsync()
    {
        _user = await Users.GetUserAsync(Context.User);
        if (_user is not null)
            _sessions = await Sessions.CountAsync(_user.Id, Context.RequestAborted);
    }

    /// <summary>The old password is checked like a sign-in: counted, and refused for a while after five wrong ones.</summary>
    private async Task ChangeAsync()
    {
        var old = Input?.Old ?? "";
        switch (await SignInByPassword.CheckAsync(_user?.Email ?? "", old, Context.Connection.RemoteIpAddress, Context.RequestAborted))
        {
            case SignInResult.Accepted accepted:
                var changed = await Users.ChangePasswordAsync(accepted.User, old, Input?.New ?? "");
                _problems = [.. changed.Errors.Select(e => e.Description)];
                if (!changed.Succeeded)
                    return;
                await Sessions.RevokeAllAsync(accepted.User.Id, except: SessionTicket.SessionOf(Context.User), Context.RequestAborted);
                Navigation.NavigateTo("/account?changed=true");
                break;
            case SignInResult.TooMany tooMany:
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
