using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Querying.Users;
using CreamPie.Web.Accounts;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Components.Admin.Users;

/// <summary>What pages say of users, and of commands on them.</summary>
internal static class UserWords
{
    public static string RoleOf(UserItem user) => user.Roles.Count == 0 ? "None" : string.Join(", ", user.Roles);

    /// <param name="done">What to say if it is done, or was so before.</param>
    public static ActionFeedback Of(UserChange change, string done) => change switch
    {
        UserChange.Done or UserChange.Unchanged => ActionFeedback.Done(done),
        UserChange.NoPassword => ActionFeedback.Failed(UserTexts.NoPassword),
        UserChange.PasswordsOff => ActionFeedback.Failed(AccountsOptions.OnlyOidcText),
        UserChange.LastAdmin => ActionFeedback.Failed(UserTexts.LastAdmin),
        _ => ActionFeedback.Failed("This user no longer exists."),
    };
}
