using CreamPie.Core.Storage;

namespace CreamPie.Core.Monitoring.Alerts;

/// <summary>A kind of condition that an operator must act on, and how to find it. A registered one is told to the operators.</summary>
public interface IAlertCondition
{
    /// <summary>Of its alerts' keys: each is this name, or this name, a colon and what it is about.</summary>
    string Name { get; }

    /// <summary>What needs a person now; empty if nothing does. Runs once a minute on one node: few cheap queries.</summary>
    /// <param name="db">To read from.</param>
    /// <param name="now">UTC, on the database's clock.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    Task<IReadOnlyList<FoundAlert>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken);
}

/// <summary>What needs a person at this moment.</summary>
/// <param name="Key">The condition's name, or that, a colon and what it is about.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Detail">What is known of it, and what to do, in sentences.</param>
public sealed record FoundAlert(string Key, string Title, string Detail)
{
    /// <summary>It is told only if it lasts for longer.</summary>
    public TimeSpan Patience { get; init; }
}
