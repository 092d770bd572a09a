using CreamPie.Core.Accounts;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts;

/// <summary>While there is no admin: creates it from the configuration, or logs the link to do so.</summary>
internal sealed partial class FirstAdminStartup(
    IServiceScopeFactory scopes,
    FirstAdminLink link,
    IOptions<BootstrapOptions> bootstrap,
    IOptions<HostingOptions> hosting,
    IConfiguration configuration,
    Simulation simulation,
    IServer server,
    ILogger<FirstAdminStartup> log) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!bootstrap.Value.IsGiven)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var firstAdmin = scope.ServiceProvider.GetRequiredService<FirstAdmin>();
        if (await firstAdmin.ExistsAsync(cancellationToken))
            return;
        var result = await firstAdmin.CreateAsync(bootstrap.Value.AdminEmail!, bootstrap.Value.AdminPassword!, cancellationToken);
        if (result is FirstAdminResult.Created created)
            Log.Created(log, created.User.Id);
        else if (result is FirstAdminResult.Invalid invalid)
            throw new OptionsValidationException(
                BootstrapOptions.Section,
                typeof(BootstrapOptions),
                invalid.Problems.Select(p => $"Bootstrap__AdminEmail, Bootstrap__AdminPassword: {p}"));
    }

    /// <summary>Runs once the server knows its own address. A simulation already has an admin.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (simulation.IsOn)
            return;
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<FirstAdmin>().ExistsAsync(cancellationToken))
            return;
        var own = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        var address = configuration[$"{HostingOptions.Section}:{nameof(HostingOptions.PublicUrl)}"] is null && own is not null
            ? own.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            : hosting.Value.PublicUrl;
        Log.Link(log, $"{address.TrimEnd('/')}/setup?token={Uri.EscapeDataString(link.NewToken())}");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Created the first admin from Bootstrap__AdminEmail ({UserId}).")]
        public static partial void Created(ILogger logger, string userId);

        [LoggerMessage(
            2, LogLevel.Warning, "There is no admin yet. Create the first one within an hour (a restart logs a new link): {Link}")]
        public static partial void Link(ILogger logger, string link);
    }
}

internal static class FirstAdminServices
{
    public static void AddFirstAdmin(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<BootstrapOptions>()
            .BindConfiguration(BootstrapOptions.Section)
            .Validate(BootstrapOptions.BothOrNeither, "Bootstrap__AdminEmail and Bootstrap__AdminPassword are needed both, or neither.")
            .Validate(BootstrapOptions.HasEmail, "Bootstrap__AdminEmail must be an e-mail address.")
            .Validate(
                BootstrapOptions.HasGoodPassword,
                $"Bootstrap__AdminPassword needs {PasswordPolicy.MinLength} to {PasswordPolicy.MaxLength} characters, "
                + "and must not be among the first that are tried.");
        services.AddSingleton<FirstAdminLink>();
        services.AddHostedService<FirstAdminStartup>();
    }
}
