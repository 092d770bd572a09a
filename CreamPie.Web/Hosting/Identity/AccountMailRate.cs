using System.Net;

namespace CreamPie.Web.Hosting.Identity;

/// <summary>Nobody makes us a nuisance to others: 30 mails an hour for one asking address (or IPv6 /64), 3 to one mailbox.</summary>
internal sealed class AccountMailRate(TimeProvider time)
{
    private const int Hour = 3_600;
    private readonly CallRate _addresses = new(30, time, Hour);
    private readonly CallRate _mailboxes = new(3, time, Hour);

    public (bool Allowed, int Remaining, int ResetSeconds) CountAddress(IPAddress? address) => _addresses.Count(address);

    public bool CountMailbox(string email) => _mailboxes.Count(email).Allowed;
}
