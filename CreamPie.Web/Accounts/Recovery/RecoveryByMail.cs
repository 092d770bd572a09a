using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Accounts.Profile;
using CreamPie.Core.Accounts.Recovery;
using CreamPie.Web.Accounts.Mail;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Recovery;

/// <summary>
/// Connects the forms to <see cref="PasswordReset"/> and <see cref="EmailChange"/>: what they find out goes to the mailbox.
/// </summary>
internal sealed class RecoveryByMail(
    PasswordReset reset,
    EmailChange emails,
    AccountMails accounts,
    RecoveryMails mails,
    NoticeMails notices,
    AccountMailRate rate,
    HourlyMails hourly,
    SignInFailures failures,
    KnownDevices devices,
    IOptions<AccountsOptions> options)
{
    public async Task<RegistrationAnswer> ForgotAsync(string email, HttpContext context)
    {
        // Whatever the page shows: a server without passwords mails nobody about one.
        if (options.Value.OnlyOidc)
            return new RegistrationAnswer.Invalid(AccountsOptions.OnlyOidcText);
        if (Refusal(email, context) is { } refusal)
            return refusal;
        return await reset.RequestAsync(email) switch
        {
            ResetRequest.MailedEnough => new RegistrationAnswer.Accepted(IsMailed: true),
            _ when !hourly.MaySend() => new RegistrationAnswer.Accepted(IsMailed: false),
            ResetRequest.Link link => new RegistrationAnswer.Accepted(await mails.AskForPasswordAsync(link.User, link.Token, context)),
            ResetRequest.NoPassword none =>
                new RegistrationAnswer.Accepted(await mails.SayToSignInAtProviderAsync(none.User.Email!, context)),
            _ => new RegistrationAnswer.Accepted(await mails.SayThereIsNoPasswordAsync(email, context)),
        };
    }

    public async Task<PasswordResult> ResetAsync(string userId, string token, string password, HttpContext context)
    {
        var result = await reset.ResetAsync(userId, token, password, CallerOfRequest.Of(context), context.RequestAborted);
        if (result is PasswordResult.Changed changed)
        {
            await failures.ForgiveAsync(changed.User.Email!, devices.VisitorOf(context, changed.User.Email), context.RequestAborted);
            await notices.SayAsync(changed.User.Email!, Notice.PasswordChanged(changed.Left), context);
        }
        return result;
    }

    public async Task<RegistrationAnswer> ChangeEmailAsync(string email, Caller caller, HttpContext context)
    {
        if (Refusal(email, context) is { } refusal)
            return refusal;
        var request = await emails.RequestAsync(caller, email, context.RequestAborted);
        if (request is EmailChangeRequest.Link or EmailChangeRequest.HasAccount)
        {
            if (!hourly.MaySend())
                return new RegistrationAnswer.Accepted(IsMailed: false);
            // Said of a mailbox with an account too: neither mail nor time tells whether it has one.
            await notices.SayAsync(caller.Name, Notice.EmailRequested(email), context);
        }
        switch (request)
        {
            case EmailChangeRequest.Link link:
                return new RegistrationAnswer.Accepted(await mails.AskForEmailAsync(link.User, email, link.Token, context));
            case EmailChangeRequest.HasAccount:
                return new RegistrationAnswer.Accepted(await accounts.SayThereIsAnAccountAsync(email, context));
            case EmailChangeRequest.Invalid invalid:
                return new RegistrationAnswer.Invalid(invalid.Problem);
            default:
                return new RegistrationAnswer.Accepted(IsMailed: true);
        }
    }

    /// <summary>False if the link no longer works.</summary>
    public async Task<bool> ConfirmEmailAsync(string userId, string email, string token, HttpContext context)
    {
        if (await emails.ConfirmAsync(userId, email, token, CallerOfRequest.Of(context), context.RequestAborted) is not var (_, before))
            return false;
        await notices.SayAsync(before, Notice.EmailChanged(email), context);
        return true;
    }

    private RegistrationAnswer? Refusal(string email, HttpContext context)
    {
        var (allowed, _, reset) = rate.CountAddress(context.Connection.RemoteIpAddress);
        if (!allowed)
            return new RegistrationAnswer.TooMany(reset);
        return RegistrationByMail.IsAddress(email) ? null : new RegistrationAnswer.Invalid(EmailText.InvalidText);
    }
}

internal static class RecoveryServices
{
    public static void AddRecovery(this IServiceCollection services)
    {
        services.AddSingleton<RecoveryMails>();
        services.AddSingleton<NoticeMails>();
        services.AddScoped<RecoveryByMail>();
    }
}
