using CreamPie.Core.Market;
using CreamPie.Core.Users;
using CreamPie.Web.Simulator;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Web.Hosting.Identity;

/// <summary>The accounts of a simulation, whose password everybody may know: made at start, and only while it is on.</summary>
internal sealed class DemoUsers(Simulation simulation, IServiceScopeFactory scopes, TimeProvider time)
{
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (!simulation.IsOn)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        foreach (var (email, role) in new[] { (Simulation.AdminEmail, Roles.Admin), (Simulation.AnalystEmail, Roles.Analyst) })
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await users.FindByEmailAsync(email) is null)
                await AddAsync(users, email, role);
        }
    }

    private async Task AddAsync(UserManager<AppUser> users, string email, string role)
    {
        var user = new AppUser { UserName = email, Email = email, EmailConfirmed = true, CreatedAt = time.Now() };
        var made = await users.CreateAsync(user, Simulation.Password);
        if (made.Succeeded)
            made = await users.AddToRoleAsync(user, role);
        if (!made.Succeeded)
            throw new InvalidOperationException($"{email} could not be made: {string.Join(' ', made.Errors.Select(e => e.Description))}");
    }
}
