using System.Net;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>
/// Limits account mails, so that no form floods a mailbox, or makes this server a sender of unwanted mail: 30 an hour per client
/// address (or IPv6 /64), 3 per mailbox, 200 in all or as configured.
/// </summary>
/// <param name="options">How many in all.</param>
/// <param name="time">Dates the current hour.</param>
public sealed class AccountMailRate(IOptions<RateOptions> options, TimeProvider time)
{
    private const int Hour = 3_600;
    private readonly CallRate _addresses = new(30, time, Hour);
    private readonly CallRate _mailboxes = new(3, time, Hour);
    private readonly CallRate _all = new(options.Value.MailsPerHour, time, Hour);

    /// <summary>The counts themselves by name, for who shares them between nodes.</summary>
    public IEnumerable<(string Name, CallRate Rate)> Rates =>
        [("mail-address", _addresses), ("mail-mailbox", _mailboxes), ("mail", _all)];

    /// <summary>Counts one request for a mail from this network address.</summary>
    /// <param name="address">Null if unknown; all unknown ones count as one address.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) CountAddress(IPAddress? address) => _addresses.Count(address);

    /// <summary>Counts one mail to this mailbox; false if its limit is used up.</summary>
    /// <param name="email">With or without a tag: one mailbox has one limit.</param>
    public bool CountMailbox(string email) => _mailboxes.Count(Mailbox.Of(email)).Allowed;

    /// <summary>Counts one mail to anybody; false if the server's limit of this hour is used up.</summary>
    public bool CountMail() => _all.Count("").Allowed;
}
