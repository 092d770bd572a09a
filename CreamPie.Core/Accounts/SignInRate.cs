using System.Net;

namespace CreamPie.Core.Accounts;

/// <summary>30 sign-ins a minute from one address (or IPv6 /64).</summary>
/// <param name="time">Tells the running minute.</param>
public sealed class SignInRate(TimeProvider time)
{
    private readonly CallRate _rate = new(30, time);

    /// <summary>Counts one attempt, whatever comes of it.</summary>
    /// <param name="address">Null, where it is not known, counts as one address.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(IPAddress? address) => _rate.Count(address);
}
