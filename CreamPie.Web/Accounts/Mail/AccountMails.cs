using CreamPie.Core.Users;
using CreamPie.Web.Hosting.Mail;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting.Identity;

/// <summary>
/// What a mailbox is told when somebody names it in a form. It always gets one mail, whatever we know of it: what the page
/// answers, and how long that takes, tells nothing.
/// </summary>
internal sealed class AccountMails(Mailer mailer, PublicAddress address, IOptions<AccountsOptions> accounts)
{
    public async Task<(bool IsSent, string Link)> AskToConfirmAsync(AppUser user, string token, HttpContext context)
    {
        var link = $"{address.Of(context.Request)}/account/confirm?user={Uri.EscapeDataString(user.Id)}&token={Uri.EscapeDataString(token)}";
        return (await SendAsync(
            user.Email!,
            "Confirm your address for CreamPie",
            $"""
            Welcome to CreamPie.

            Open this link and confirm your address with the password that you chose. It is good for one day:

            {link}

            If you did not ask for an account, leave it: without you nothing happens.
            """,
            context), link);
    }

    public Task<bool> SayThereIsAnAccountAsync(string email, HttpContext context) => SendAsync(
        email,
        "You have an account at CreamPie",
        $"""
        Somebody, perhaps you, has just given this address at CreamPie, as a new one.

        It has an account already. Sign in here:

        {address.Of(context.Request)}/account/sign-in

        If it was not you, there is nothing to do: nobody was told that you are here.
        """,
        context);

    public Task<bool> SayThereIsNoAccountAsync(string email, HttpContext context) => SendAsync(
        email,
        "There is no account for this address at CreamPie",
        $"""
        Somebody, perhaps you, has just asked CreamPie for a new confirmation link for this address.

        It has no account here, or its registration was never finished.{(accounts.Value.IsOpen ? $" Register here:\n\n{address.Of(context.Request)}/account/register" : "")}

        If it was not you, there is nothing to do.
        """,
        context);

    private Task<bool> SendAsync(string email, string subject, string text, HttpContext context) =>
        mailer.SendAsync(email, subject, text + "\n", context.RequestAborted);
}
