using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>What became of a mail.</summary>
/// <param name="IsSent">Whether the server accepted it, or it is in the folder.</param>
/// <param name="Sentence">For an admin: how, or why not and which setting helps.</param>
internal readonly record struct MailResult(bool IsSent, string Sentence)
{
    public static string Explain(Exception fault, MailOptions mail) => fault switch
    {
        SocketException => $"{mail.Host}:{mail.Port} could not be reached: {fault.Message}. Check Mail__Host and Mail__Port.",
        OperationCanceledException => $"{mail.Host}:{mail.Port} did not respond within 20 seconds. Check Mail__Host and Mail__Port.",
        SslHandshakeException => $"No secure connection to {mail.Host}: check its certificate, Mail__Port and Mail__UseTls.",
        NotSupportedException => $"{mail.Host} offers no encryption or no sign-in on port {mail.Port}. Check Mail__Port and Mail__UseTls.",
        AuthenticationException or ServiceNotAuthenticatedException =>
            $"{mail.Host} refused to sign in. Check Mail__User and Mail__Password.",
        SmtpCommandException command => $"{mail.Host} refused the mail: {(int)command.StatusCode} {command.Message}",
        IOException or UnauthorizedAccessException when !mail.HasServer => "The folder mail in Storage__Path could not be written.",
        _ => $"The mail could not be sent through {mail.Host}. The log says why.",
    };
}
