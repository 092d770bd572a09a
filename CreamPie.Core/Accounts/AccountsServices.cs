using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.OwnData;
using CreamPie.Core.Accounts.Passwords;
using CreamPie.Core.Accounts.Preferring;
using CreamPie.Core.Accounts.Profile;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Accounts.Recovery;
using CreamPie.Core.Accounts.SignedIn;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Accounts;

/// <summary>Registers this folder.</summary>
public static class AccountsServices
{
    /// <summary>Adds the audit, which every guarded operation writes, and the cleanups of accounts: a worker has them, too.</summary>
    /// <param name="services">Has the database already.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateDataAnnotations();
        return services.AddSingleton<AuditTrail>().AddSingleton<SignInAudit>().AddSingleton<RefusalAudit>()
            .AddSingleton<SessionCleanup>().AddSingleton<KeyCleanup>();
    }

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
        services.AddOptionsWithValidateOnStart<RateOptions>().BindConfiguration(RateOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<SessionOptions>().BindConfiguration(SessionOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<UseNotes>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignInRate>();
        services.AddSingleton<SignInFailures>();
        services.AddSingleton<AccountMailRate>();
        services.AddSingleton<DummyUser>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<Registration>();
        services.AddScoped<FirstAdmin>();
        services.AddSingleton<LastAdmin>();
        services.AddSingleton<UserAdministration>();
        services.AddScoped<LocalAdministration>();
        services.AddSingleton<Invitations>();
        services.AddScoped<InvitationAcceptance>();
        services.AddScoped<LocalLinks>();
        services.AddOwnAccount();
        return services.AddIdentityCore<AppUser>(o =>
            {
                o.User.RequireUniqueEmail = true;
                o.User.AllowedUserNameCharacters = "";
            })
            .AddUserManager<AccountManager>()
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<CreamPieDbContext>()
            .AddUserStore<AccountStore>();
    }

    /// <summary>People of identity providers.</summary>
    private static void AddProviders(this IServiceCollection services)
    {
        services.AddScoped<ProviderAccounts>();
        services.AddScoped<ProviderRoles>();
        services.AddScoped<ExternalSignIn>();
        services.AddScoped<FirstAdminByProvider>();
        services.AddScoped<ProviderAcceptance>();
        services.AddScoped<ProviderLinks>();
        services.AddScoped<WaysIn>();
        services.AddHostedService<ProviderSessions>();
    }

    /// <summary>What people do with their own accounts.</summary>
    private static void AddOwnAccount(this IServiceCollection services)
    {
        services.AddSingleton<Proofs>();
        services.AddSingleton<OwnSessions>();
        services.AddSingleton<OwnPreferences>();
        services.AddSingleton<KeyOwner>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<FeedLinks>();
        services.AddScoped<PasswordProof>();
        services.AddScoped<SensitiveChange>();
        services.AddScoped<PasswordReset>();
        services.AddScoped<PasswordChange>();
        services.AddScoped<EmailChange>();
        services.AddScoped<DisplayNames>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<TotpProvider>();
        services.AddScoped<Authenticator>();
        services.AddScoped<Passkeys>();
        services.AddScoped<OwnDataExport>();
        services.AddScoped<AccountDeletion>();
        services.AddProviders();
    }
}
