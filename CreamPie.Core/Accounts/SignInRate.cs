using System.Net;

namespace CreamPie.Core.Accounts;

/// <summary>Limits sign-ins to 30 a minute per network address (or IPv6 /64).</summary>
/// <param name="time">Dates the current minute.</param>
public sealed class SignInRate(TimeProvider time)
{
    private readonly CallRate _rate = new(30, time);

    /// <summary>Counts one attempt, whatever comes of it.</summary>
    /// <param name="address">Null if unknown; all unknown ones count as one address.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(IPAddress? address) => _rate.Count(address);
}
