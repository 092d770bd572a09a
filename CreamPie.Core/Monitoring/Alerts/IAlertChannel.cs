using CreamPie.Core.Storage.Tables.Operating;

namespace CreamPie.Core.Monitoring.Alerts;

/// <summary>A way to reach the operators.</summary>
public interface IAlertChannel
{
    /// <summary>At most 16 characters; stored with each message.</summary>
    string Name { get; }

    /// <summary>False if nobody has set it up.</summary>
    bool IsOn { get; }

    /// <summary>Sends one message, once.</summary>
    /// <param name="message">What is told.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Null if the receiver has it.</returns>
    Task<AlertFailure?> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}

/// <summary>Why a message did not arrive.</summary>
/// <param name="Error">One sentence, without secrets.</param>
/// <param name="IsFinal">True if the receiver wants no such messages: no further attempt.</param>
public sealed record AlertFailure(string Error, bool IsFinal = false);
