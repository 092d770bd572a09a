using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>How often one visitor may do what costs the server work, or sends mail to strangers.</summary>
public sealed class RateOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Rates";

    /// <summary>Sign-ins a minute from one network address, or from one known device.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Rates__SignInsPerMinute must be 1 to 1000000.")]
    public int SignInsPerMinute { get; set; } = 30;

    /// <summary>Pages a minute for one network address that is not signed in.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Rates__PagesPerMinute must be 1 to 1000000.")]
    public int PagesPerMinute { get; set; } = 300;

    /// <summary>Calls of the API a minute by one user or one API key, or from one network address that is not signed in.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Rates__ApiCallsPerMinute must be 1 to 1000000.")]
    public int ApiCallsPerMinute { get; set; } = 1_200;

    /// <summary>Reads a minute by one feed, and of links that do not work from one network address.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Rates__FeedCallsPerMinute must be 1 to 1000000.")]
    public int FeedCallsPerMinute { get; set; } = 300;

    /// <summary>Account mails an hour, to all mailboxes together.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Rates__MailsPerHour must be 1 to 1000000.")]
    public int MailsPerHour { get; set; } = 200;
}
