using MimeKit;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>The outgoing mail server. Without one, mails are written to the data folder for an operator to pass on.</summary>
internal sealed class MailOptions
{
    public const string Section = "Mail";

    public string? Host { get; set; }

    /// <summary>465 uses TLS from the start; any other port STARTTLS.</summary>
    public int Port { get; set; } = 587;

    public string? From { get; set; }
    public string? User { get; set; }
    public string? Password { get; set; }
    public bool UseTls { get; set; } = true;

    public bool HasServer => !string.IsNullOrWhiteSpace(Host);

    public static bool HasSender(MailOptions o) =>
        string.IsNullOrWhiteSpace(o.From) ? !o.HasServer : MailboxAddress.TryParse(o.From, out _);

    public static bool HasPort(MailOptions o) => o.Port is > 0 and < 65_536;

    public static bool BothOrNeither(MailOptions o) => string.IsNullOrEmpty(o.User) == string.IsNullOrEmpty(o.Password);
}

internal static class MailServices
{
    public static void AddMail(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<MailOptions>()
            .BindConfiguration(MailOptions.Section)
            .Validate(
                MailOptions.HasSender,
                "Mail__From must be the address that mails come from, like CreamPie <stocks@example.org>; Mail__Host needs it.")
            .Validate(MailOptions.HasPort, "Mail__Port must be a port, like 587.")
            .Validate(MailOptions.BothOrNeither, "Mail__User and Mail__Password are needed both, or neither.");
        services.AddSingleton<Mailer>();
    }
}
