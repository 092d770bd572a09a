using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Accounts;

/// <summary>Registers this folder.</summary>
public static class AccountsServices
{
    /// <summary>
    /// Adds accounts, their passwords, sessions and roles. The host must add its token providers to the returned builder:
    /// its key ring protects the confirmation links.
    /// </summary>
    /// <param name="services">Has the database already.</param>
    public static IdentityBuilder AddAccounts(this IServiceCollection services)
    {
        services.AddScoped<IPasswordValidator<AppUser>, PasswordPolicy>();
        services.AddScoped<IPasswordHasher<AppUser>, NormalizingPasswordHasher>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = 210_000);
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignInRate>();
        services.AddSingleton<SignInFailures>();
        services.AddSingleton<AccountMailRate>();
        services.AddScoped<DummyUser>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<Registration>();
        services.AddScoped<FirstAdmin>();
        return services.AddIdentityCore<AppUser>(o =>
            {
                o.User.RequireUniqueEmail = true;
                o.User.AllowedUserNameCharacters = "";
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<CreamPieDbContext>();
    }
}
