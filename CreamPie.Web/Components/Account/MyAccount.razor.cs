using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Web.Components.Account;

public partial class MyAccount
{
    private AppUser? _user;

    [Inject] private UserManager<AppUser> Users { get; set; } = null!;

    [SupplyParameterFromQuery] public string? Changed { get; set; }

    [SupplyParameterFromQuery] public string? TwoStep { get; set; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    private bool HasPassword => _user?.PasswordHash is not null;

    private string RoleText => Context.User.IsInRole(Roles.Admin) ? "Admin"
        : Context.User.IsInRole(Roles.Analyst) ? "Analyst"
        : "None (an admin can assign one)";

    protected override async Task OnInitializedAsync() => _user = await Users.GetUserAsync(Context.User);
}
