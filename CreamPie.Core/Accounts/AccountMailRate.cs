using System.Net;

namespace CreamPie.Core.Accounts;

/// <summary>CreamPie is no mail cannon: 30 mails an hour for one asking address (or IPv6 /64), 3 to one mailbox.</summary>
/// <param name="time">Tells the running hour.</param>
public sealed class AccountMailRate(TimeProvider time)
{
    private const int Hour = 3_600;
    private readonly CallRate _addresses = new(30, time, Hour);
    private readonly CallRate _mailboxes = new(3, time, Hour);

    /// <summary>Counts one request for a mail from this network address.</summary>
    /// <param name="address">Null, where it is not known, counts as one address.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) CountAddress(IPAddress? address) => _addresses.Count(address);

    /// <summary>Counts one mail to this mailbox; false: it has had its share.</summary>
    /// <param name="email">Normalised.</param>
    public bool CountMailbox(string email) => _mailboxes.Count(email).Allowed;
}
