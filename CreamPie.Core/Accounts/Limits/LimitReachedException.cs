using System.Diagnostics.CodeAnalysis;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>The caller, or everybody together, asks for more than the server gives at a time; the message names the limit.</summary>
/// <param name="message">A sentence for the caller: what the limit is, and what to do.</param>
/// <param name="retryAfter">When to try again.</param>
/// <param name="isServerBusy">True if others use up what the caller asks for; false if the limit is the caller's own.</param>
[SuppressMessage("Design", "CA1032", Justification = "Thrown with a message and a time.")]
public sealed class LimitReachedException(string message, TimeSpan retryAfter, bool isServerBusy = false) : Exception(message)
{
    /// <summary>When to try again, in whole seconds from now; at least 1.</summary>
    public int RetrySeconds => (int)Math.Ceiling(Math.Max(1, retryAfter.TotalSeconds));

    /// <summary>True if others use up what the caller asks for.</summary>
    public bool IsServerBusy => isServerBusy;
}
