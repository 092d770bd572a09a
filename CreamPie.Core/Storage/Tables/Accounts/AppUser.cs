using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Storage.Tables.Accounts;

/// <summary>A person who may sign in, with the columns of ASP.NET Core Identity.</summary>
public sealed class AppUser : IdentityUser
{
    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>UTC; the sessions of a disabled user are refused. Null while enabled.</summary>
    public DateTime? DisabledAt { get; set; }
}
