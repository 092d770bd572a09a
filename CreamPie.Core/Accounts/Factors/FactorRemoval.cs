using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Accounts.Factors;

/// <summary>Takes from an account what its owner has lost.</summary>
internal static class FactorRemoval
{
    /// <summary>Removes authenticator app, recovery codes and passkeys; the caller stores the account itself.</summary>
    /// <param name="db">In the caller's transaction.</param>
    /// <param name="user">Whose they are.</param>
    /// <param name="allWaysIn">Also removes links to providers, API keys and feeds.</param>
    /// <param name="cancellationToken">Ends it with nothing removed.</param>
    /// <returns>How many there were.</returns>
    public static async Task<int> AllOfAsync(
        CreamPieDbContext db, AppUser user, bool allWaysIn, CancellationToken cancellationToken)
    {
        user.TwoFactorEnabled = false;
        return await db.Set<IdentityUserToken<string>>().Where(t => t.UserId == user.Id).ExecuteDeleteAsync(cancellationToken)
            + await OtherWaysIn.RemoveAsync(db, user.Id, allWaysIn, cancellationToken);
    }
}
