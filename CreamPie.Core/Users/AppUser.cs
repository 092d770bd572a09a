using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Users;

public sealed class AppUser : IdentityUser
{
    public DateTime CreatedAt { get; set; }
}
