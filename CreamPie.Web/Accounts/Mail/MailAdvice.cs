using CreamPie.Core.Accounts;
using CreamPie.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>
/// Warns the operator at start that new users' links are only in the data folder, without a mail server, or that the one there is does not
/// take mails. Neither keeps the program from working.
/// </summary>
internal sealed partial class MailAdvice(
    IOptions<MailOptions> mail, IOptions<AccountsOptions> accounts, Mailer mailer, IHostEnvironment environment, ILogger<MailAdvice> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (mail.Value.HasServer)
        {
            if (environment.IsServing() && await mailer.CheckServerAsync(stoppingToken) is { } problem)
                Log.NoMails(log, problem);
        }
        else if (accounts.Value.IsOpen && !environment.IsDevelopment())
            Log.NoServer(log);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "Registration is open without a mail server (Mail__Host): pass the links on from the folder mail in Storage__Path, "
            + "or set Accounts__Registration=Closed.")]
        public static partial void NoServer(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "Mail__Host: no mail can be sent now. {Why}")]
        public static partial void NoMails(ILogger logger, string why);
    }
}
