using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>
/// The mail to a mailbox named in a form. There is always exactly one, whatever we know about the address: neither the
/// page's answer nor its timing reveals anything.
/// </summary>
internal sealed class AccountMails(Mailer mailer, PublicUrl address)
{
    public async Task<(bool IsSent, string Link)> AskToConfirmAsync(AppUser user, string token, HttpContext context)
    {
        var link = $"{address.Of(context.Request)}/account/confirm"
            + $"?user={Uri.EscapeDataString(user.Id)}&token={Uri.EscapeDataString(token)}";
        return (await SendAsync(
            user.Email!,
            "Confirm your e-mail for CreamPie",
            $"""
            Welcome to CreamPie.

            To confirm your e-mail, open this link and enter your password. The link is valid for one day:

            {link}

            If you did not sign up, ignore this e-mail: the account stays inactive.
            """,
            context), link);
    }

    public Task<bool> SayThereIsAnAccountAsync(string email, HttpContext context) => SendAsync(
        email,
        "You already have a CreamPie account",
        $"""
        This address was just used to register at CreamPie, but it already has an account. Sign in here:

        {address.Of(context.Request)}/account/sign-in

        If this was not you, ignore this e-mail: CreamPie did not reveal that the account exists.
        """,
        context);

    public Task<bool> SayThereIsNoAccountAsync(string email, HttpContext context) => SendAsync(
        email,
            "No CreamPie account for this address",
        $"""
        A new confirmation link was just requested at CreamPie for this address.

        The address has no account, or its registration was never completed. Register here:

        {address.Of(context.Request)}/account/register

        If this was not you, ignore this e-mail.
        """,
        context);

    private Task<bool> SendAsync(string email, string subject, string text, HttpContext context) =>
        mailer.SendAsync(email, subject, text + "\n", context.RequestAborted);
}
