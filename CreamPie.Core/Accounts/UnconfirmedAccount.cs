using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Accounts;

/// <summary>A registration whose mailbox was never confirmed: it must not keep the owner of the mailbox out.</summary>
internal static class UnconfirmedAccount
{
    /// <summary>
    /// Deletes the registration, if there is one. False if the address has an account: confirmed, disabled by an admin, or with a role.
    /// </summary>
    /// <param name="users">In the caller's transaction.</param>
    /// <param name="email">A valid address.</param>
    public static async Task<bool> MakesWayAsync(UserManager<AppUser> users, string email) =>
        await users.FindByEmailAsync(email) is not { } user
        || (await IsInNobodysWayAsync(users, user) && (await users.DeleteAsync(user)).Succeeded);

    /// <summary>True if the registration is deleted as soon as the owner of the mailbox confirms it.</summary>
    /// <param name="users">Knows the roles.</param>
    /// <param name="user">The account that was registered.</param>
    public static async Task<bool> IsInNobodysWayAsync(UserManager<AppUser> users, AppUser user) =>
        user is { EmailConfirmed: false, DisabledAt: null } && (await users.GetRolesAsync(user)).Count == 0;
}
