using CreamPie.Core.Accounts.Limits;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>Stops mails that anybody may ask for once the server has sent enough of them in an hour.</summary>
internal sealed partial class HourlyMails(AccountMailRate rate, ILogger<HourlyMails> log)
{
    /// <summary>Counts one mail; false, and a line in the log, if it must not be sent.</summary>
    public bool MaySend()
    {
        var may = rate.CountMail();
        if (!may)
            Log.TooMany(log);
        return may;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "An account e-mail was not sent: the limit of all account e-mails in an hour is used up (Rates__MailsPerHour).")]
        public static partial void TooMany(ILogger logger);
    }
}
