using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Profile;
using CreamPie.Web.Accounts.External;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Hosting;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CreamPie.Web.Accounts;

public abstract record RegistrationAnswer
{
    /// <summary>The mailbox receives the next step, whatever its account.</summary>
    /// <param name="Link">The confirmation link, in a simulation only: its users have no mailbox here.</param>
    public sealed record Accepted(bool IsMailed, string? Link = null) : RegistrationAnswer;

    public sealed record Invalid(string Problem) : RegistrationAnswer;

    public sealed record TooMany(int RetrySeconds) : RegistrationAnswer;
}

/// <summary>Connects the forms to <see cref="Registration"/>: results go to the mailbox, and the page reveals nothing of them.</summary>
internal sealed class RegistrationByMail(
    Registration registration,
    AccountMails mails,
    AccountMailRate rate,
    HourlyMails hourly,
    Simulation simulation,
    IOptions<AccountsOptions> accounts)
{
    public async Task<RegistrationAnswer> RegisterAsync(string email, string password, HttpContext context) =>
        Refusal(email, context) ?? await MailAsync(
            await registration.RegisterAsync(email, password, context.RequestAborted), tellsLink: simulation.IsOn, context);

    public async Task<RegistrationAnswer> ResendAsync(string email, HttpContext context) =>
        Refusal(email, context) ?? await MailAsync(await registration.ResendAsync(email), tellsLink: false, context);

    private async Task<RegistrationAnswer> MailAsync(RegistrationResult result, bool tellsLink, HttpContext context)
    {
        if (result is RegistrationResult.Confirm or RegistrationResult.HasAccount or RegistrationResult.NoAccount && !hourly.MaySend())
            return new RegistrationAnswer.Accepted(IsMailed: false);
        switch (result)
        {
            case RegistrationResult.Confirm confirm:
                var (isSent, link) = await mails.AskToConfirmAsync(confirm.User, confirm.Token, context);
                return new RegistrationAnswer.Accepted(isSent, tellsLink ? link : null);
            case RegistrationResult.HasAccount known:
                return new RegistrationAnswer.Accepted(await mails.SayThereIsAnAccountAsync(known.Email, context));
            case RegistrationResult.NoAccount unknown:
                return new RegistrationAnswer.Accepted(await mails.SayThereIsNoAccountAsync(unknown.Email, context));
            case RegistrationResult.Invalid invalid:
                return new RegistrationAnswer.Invalid(invalid.Problem);
            default:
                return new RegistrationAnswer.Accepted(IsMailed: true);
        }
    }

    private RegistrationAnswer? Refusal(string email, HttpContext context)
    {
        // Whatever the pages show: a closed server mails nobody.
        if (!accounts.Value.IsOpen)
            return new RegistrationAnswer.Invalid("Registration is closed.");
        var (allowed, _, reset) = rate.CountAddress(context.Connection.RemoteIpAddress);
        if (!allowed)
            return new RegistrationAnswer.TooMany(reset);
        return IsAddress(email) ? null : new RegistrationAnswer.Invalid(EmailText.InvalidText);
    }

    public static bool IsAddress(string email) =>
        EmailText.IsAddress(email) && MailboxAddress.TryParse(email, out var mailbox) && mailbox.Address == email;
}

internal static class RegistrationServices
{
    public static void AddRegistration(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AccountsOptions>()
            .BindConfiguration(AccountsOptions.Section)
            .ValidateDataAnnotations()
            .Validate(accounts => Enum.IsDefined(accounts.Registration), "Accounts__Registration must be Open, Invitation or Closed.")
            .Validate<IConfiguration>(
                (accounts, configuration) => !accounts.OnlyOidc || OidcOptions.Read(configuration).Count > 0,
                "Accounts__OnlyOidc=true needs an identity provider: Oidc__0__Name, Oidc__0__Issuer, ...");
        services.AddSingleton<PublicUrl>();
        services.AddSingleton<HourlyMails>();
        services.AddScoped<AccountMails>();
        services.AddSingleton<AdministrationMails>();
        services.AddSingleton<InvitationMails>();
        services.AddScoped<RegistrationByMail>();
        services.AddHostedService<MailAdvice>();
        services.AddMail();
    }
}
