using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Storage.Tables.Accounts;

public sealed class AppUser : IdentityUser
{
    public DateTime CreatedAt { get; set; }

    /// <summary>Set: every session of the user is refused.</summary>
    public DateTime? DisabledAt { get; set; }
}
