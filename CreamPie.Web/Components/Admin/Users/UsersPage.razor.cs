using CreamPie.Core.Accounts;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Users;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Admin.Users;

public sealed partial class UsersPage
{
    private const int PageSize = 50;

    [Inject] private UserQuery Query { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "q")] private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "role")] private string? RoleText { get; set; }

    [SupplyParameterFromQuery(Name = "status")] private string? StatusText { get; set; }

    [SupplyParameterFromQuery(Name = "from")] private string? FromText { get; set; }

    private UserStatus? Status =>
        Enum.TryParse<UserStatus>(StatusText, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null;

    /// <summary>"" for users without a role.</summary>
    private string? Role => RoleText switch
    {
        Roles.Admin or Roles.Analyst => RoleText,
        "none" => "",
        _ => null,
    };

    /// <summary>Position of the page's first user.</summary>
    private int Start { get; set; }

    // Nothing that the feed reports is about users.
    protected override bool Concerns(ChangeSet changes) => false;

    protected override async Task<ListPage<UserItem>?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var start = QueryNumber.Of(FromText) ?? 0;
        var page = await Query.UsersAsync(caller, Text, Role, Status, new PageRequest(PageSize, Cursor.Of(start)), cancellationToken);
        // All of a later page were deleted.
        if (page.Items.Count == 0 && page.Total > 0)
            (start, page) = (0, await Query.UsersAsync(caller, Text, Role, Status, new PageRequest(PageSize), cancellationToken));
        Start = start;
        return page;
    }

    private void Show(string name, string? value) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?> { [name] = string.IsNullOrEmpty(value) ? null : value, ["from"] = null }),
        replace: true);

    private string? PageLink(int start, bool isThere) =>
        isThere ? Navigation.GetUriWithQueryParameter("from", start > 0 ? start : (int?)null) : null;
}
