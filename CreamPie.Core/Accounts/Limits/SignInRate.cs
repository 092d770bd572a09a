using System.Net;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>Limits sign-ins to 30 a minute, or as configured, per network address (or IPv6 /64) or known device.</summary>
/// <param name="options">How many.</param>
/// <param name="time">Dates the current minute.</param>
public sealed class SignInRate(IOptions<RateOptions> options, TimeProvider time)
{
    private readonly CallRate _rate = new(options.Value.SignInsPerMinute, time);

    /// <summary>The count itself, for the service that shares it between nodes.</summary>
    public CallRate Rate => _rate;

    /// <summary>Counts one attempt, successful or not. A stranger's attempts do not use up those of a known device.</summary>
    /// <param name="visitor">Who tries.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(Visitor visitor) =>
        visitor.Device is { } device ? _rate.Count($"device {device:N}") : Count(visitor.Address);

    /// <summary>Counts one attempt, successful or not.</summary>
    /// <param name="address">Null if unknown; all unknown ones count as one address.</param>
    public (bool Allowed, int Remaining, int ResetSeconds) Count(IPAddress? address) => _rate.Count(address);
}
