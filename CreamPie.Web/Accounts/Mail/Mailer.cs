using System.Globalization;
using System.Net.Sockets;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>Sends plain-text mails through the configured server, or writes them to <c>&lt;Storage__Path&gt;/mail</c>.</summary>
internal sealed partial class Mailer(
    IOptions<MailOptions> options, IOptions<StorageOptions> storage, TimeProvider time, ILogger<Mailer> log)
{
    private const int TlsFromTheStart = 465;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Links in mails have expired long before.</summary>
    private static readonly TimeSpan KeptInFolder = TimeSpan.FromDays(7);

    /// <summary>False if it was not accepted; the log says why.</summary>
    public async Task<bool> SendAsync(string to, string subject, string text, CancellationToken cancellationToken) =>
        (await TrySendAsync(to, subject, text, cancellationToken)).IsSent;

    /// <summary>The same, with what happened in words for an admin.</summary>
    public async Task<MailResult> TrySendAsync(string to, string subject, string text, CancellationToken cancellationToken)
    {
        try
        {
            using var message = Compose(to, subject, text);
            if (options.Value.HasServer)
            {
                await DeliverAsync(message, cancellationToken);
                return new(true, $"{options.Value.Host} accepted the mail to {to}.");
            }
            var file = await WriteAsync(message, cancellationToken);
            Log.InFolder(log, file);
            return new(true, $"There is no mail server (Mail__Host), so the mail is a file on the server: {file}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault) when (IsOfMail(fault))
        {
            Log.NotSent(log, fault, options.Value.Host ?? "the folder");
            return new(false, MailResult.Explain(fault, options.Value));
        }
    }

    /// <summary>Signs in at the server without sending anything; null if that works, else why not.</summary>
    public async Task<string?> CheckServerAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var patience = PatienceOf(cancellationToken);
            using var server = new SmtpClient();
            await ConnectAsync(server, patience.Token);
            await server.DisconnectAsync(quit: true, patience.Token);
            return null;
        }
        catch (Exception fault) when (IsOfMail(fault) && !cancellationToken.IsCancellationRequested)
        {
            return MailResult.Explain(fault, options.Value);
        }
    }

    private static bool IsOfMail(Exception fault) =>
        fault is IOException or SocketException or OperationCanceledException or UnauthorizedAccessException
            or CommandException or ProtocolException or AuthenticationException or SslHandshakeException
            or ServiceNotConnectedException or ServiceNotAuthenticatedException or NotSupportedException or FormatException;

    private MimeMessage Compose(string to, string subject, string text)
    {
        var from = options.Value.From is { Length: > 0 } given
            ? MailboxAddress.Parse(given)
            : new MailboxAddress("CreamPie", "creampie@localhost");
        var message = new MimeMessage
        {
            Subject = subject,
            Date = time.GetUtcNow(),
            MessageId = $"{Guid.NewGuid():N}@{from.Domain}",
            // Not quoted-printable, so that a link can be copied from the file.
            Body = new TextPart { Text = text, ContentTransferEncoding = ContentEncoding.EightBit },
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(null, to));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private async Task DeliverAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var patience = PatienceOf(cancellationToken);
        using var server = new SmtpClient();
        await ConnectAsync(server, patience.Token);
        await server.SendAsync(message, patience.Token);
        await server.DisconnectAsync(quit: true, patience.Token);
    }

    private static CancellationTokenSource PatienceOf(CancellationToken cancellationToken)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        return patience;
    }

    private async Task ConnectAsync(SmtpClient server, CancellationToken cancellationToken)
    {
        var mail = options.Value;
        var security = (mail.UseTls, mail.Port) switch
        {
            (false, _) => SecureSocketOptions.None,
            (true, TlsFromTheStart) => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.StartTls,
        };
        await server.ConnectAsync(mail.Host!, mail.Port, security, cancellationToken);
        if (!string.IsNullOrEmpty(mail.User))
            await server.AuthenticateAsync(mail.User, mail.Password!, cancellationToken);
    }

    private async Task<string> WriteAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var folder = new DirectoryInfo(Path.Combine(storage.Value.Path, "mail"));
        PrivateFiles.MakeFolder(folder.FullName);
        var now = time.Now();
        foreach (var old in folder.EnumerateFiles().Where(f => f.LastWriteTimeUtc < now - KeptInFolder))
            old.Delete();
        var name = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid():N}.eml");
        var file = Path.Combine(folder.FullName, name);
        PrivateFiles.MakeFile(file + ".tmp");
        await using (var stream = new FileStream(file + ".tmp", FileMode.Open, FileAccess.Write))
        {
            await message.WriteToAsync(stream, cancellationToken);
            stream.Flush(flushToDisk: true);
        }
        File.Move(file + ".tmp", file);
        return file;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Wrote a mail to {File}: there is no mail server (Mail__Host).")]
        public static partial void InFolder(ILogger logger, string file);

        [LoggerMessage(2, LogLevel.Warning, "Sending a mail through {Host} failed.")]
        public static partial void NotSent(ILogger logger, Exception fault, string host);
    }
}
