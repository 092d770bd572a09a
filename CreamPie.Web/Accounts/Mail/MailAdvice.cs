using CreamPie.Core.Accounts;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>Warns the operator at start that, without a mail server, new users' links are only in the data folder.</summary>
internal sealed partial class MailAdvice(
    IOptions<MailOptions> mail, IOptions<AccountsOptions> accounts, IHostEnvironment environment, ILogger<MailAdvice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (accounts.Value.IsOpen && !mail.Value.HasServer && !environment.IsDevelopment())
            Log.NoServer(log);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "Registration is open without a mail server (Mail__Host): pass the links on from the folder mail in Storage__Path, "
            + "or set Accounts__Registration=Closed.")]
        public static partial void NoServer(ILogger logger);
    }
}
