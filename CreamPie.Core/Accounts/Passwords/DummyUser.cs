using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Accounts.Passwords;

/// <summary>An account that does not exist, with a random password: verified in place of an unknown one.</summary>
/// <param name="scopes">Give the hasher, which computes the hash once, at the cost of a real one.</param>
public sealed class DummyUser(IServiceScopeFactory scopes)
{
    private readonly Lazy<AppUser> _user = new(() =>
    {
        using var scope = scopes.CreateScope();
        var hasher = scope.ServiceProvider.GetRequiredService<IPasswordHasher<AppUser>>();
        return new() { PasswordHash = hasher.HashPassword(new AppUser(), Guid.NewGuid().ToString()) };
    });

    /// <summary>Never stored.</summary>
    public AppUser User => _user.Value;
}
