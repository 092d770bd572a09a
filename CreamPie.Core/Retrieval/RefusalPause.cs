using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval;

/// <summary>
/// Which refusals pause a host, and for how long, whether the status tells, the start of the body, or only its parser.
/// </summary>
internal static class RefusalPause
{
    /// <summary>Unless the host or its source sets another.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromHours(1);

    public static bool IsDue(Reason reason) => reason is Reason.Consent or Reason.Challenge or Reason.RateLimited or Reason.Forbidden;
}
