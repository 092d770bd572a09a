using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Simulator;

/// <summary>Accounts of a simulation, with a public password; created before the server listens.</summary>
internal sealed class DemoUsers(IOptions<NodeOptions> node, IServiceScopeFactory scopes, TimeProvider time) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!node.Value.ServesPages)
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

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
