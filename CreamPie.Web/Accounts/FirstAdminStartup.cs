using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Passwords;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts;

/// <summary>While there is no admin: creates it from the configuration, or logs the link to do so.</summary>
internal sealed partial class FirstAdminStartup(
    IServiceScopeFactory scopes,
    FirstAdminLink link,
    IOptions<BootstrapOptions> bootstrap,
    IOptions<HostingOptions> hosting,
    IOptions<AccountsOptions> accounts,
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
        {
            await SayIfIgnoredAsync(scope.ServiceProvider);
            return;
        }
        if (accounts.Value.OnlyOidc)
        {
            // It could not sign in, and the set-up page would be closed.
            Log.NoPasswords(log);
            return;
        }
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

    /// <summary>Changing the setting later does not change the password, as an admin may expect.</summary>
    private async Task SayIfIgnoredAsync(IServiceProvider services)
    {
        var users = services.GetRequiredService<UserManager<AppUser>>();
        var email = bootstrap.Value.AdminEmail!;
        if (await users.FindByEmailAsync(email) is not { } user)
            Log.EmailIgnored(log);
        else if (!await users.CheckPasswordAsync(user, bootstrap.Value.AdminPassword!))
            Log.PasswordIgnored(log);
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

        [LoggerMessage(
            3, LogLevel.Warning,
            "Bootstrap__AdminPassword is ignored: it is not the password of Bootstrap__AdminEmail, and creates the first admin only. "
            + "Change a password on the page /account, and remove both settings.")]
        public static partial void PasswordIgnored(ILogger logger);

        [LoggerMessage(
            5, LogLevel.Warning,
            "Bootstrap__AdminEmail and Bootstrap__AdminPassword are ignored: with Accounts__OnlyOidc nobody signs in with a password. "
            + "The first admin is whom the identity provider makes one (Oidc__0__AdminRole), or who opens the link below.")]
        public static partial void NoPasswords(ILogger logger);

        [LoggerMessage(
            4, LogLevel.Warning,
            "Bootstrap__AdminEmail is ignored: no account has this address, and it creates the first admin only. Remove the setting.")]
        public static partial void EmailIgnored(ILogger logger);
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
