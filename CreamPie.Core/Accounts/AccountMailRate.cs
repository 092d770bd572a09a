using System.Net;

namespace CreamPie.Core.Accounts;

/// <summary>Limits account mails, so that no form floods a mailbox: 30 an hour per client address (or IPv6 /64), 3 per mailbox.</summary>
/// <param name="time">Dates the current hour.</param>
public sealed class AccountMailRate(TimeProvider time)
{
    private const int Hour = 3_600;
    private readonly CallRate _addresses = new(30, time, Hour);
    private readonly CallRate _mailboxes = new(3, time, Hour);

    /// <summary>Counts one request for a mail from this network address.</summary>
    /// <param name="address">Null if unknown; all unknown ones count as one address.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) CountAddress(IPAddress? address) => _addresses.Count(address);

    /// <summary>Counts one mail to this mailbox; false if the limit is used up.</summary>
    /// <param name="email">Normalised.</param>
    public bool CountMailbox(string email) => _mailboxes.Count(email).Allowed;
}
