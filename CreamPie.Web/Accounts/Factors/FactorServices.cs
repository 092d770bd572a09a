using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Mail;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Web.Accounts.Factors;

internal static class FactorServices
{
    public static void AddFactors(this IServiceCollection services)
    {
        services.AddSingleton<SealedCookies>();
        services.AddScoped<SecondStep>();
        services.AddScoped<CodeEntry>();
        services.AddScoped<PasskeyCeremony>();
        services.AddScoped<IPasskeyHandler<AppUser>, PasskeyHandler<AppUser>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PublicUrl>((passkeys, address) =>
        {
            // Without a configured address, the name in the browser's address bar, which is one of ours.
            passkeys.ServerDomain = address.Configured?.Host;
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && context.Origin == address.Of(context.HttpContext.Request));
        });
    }
}
