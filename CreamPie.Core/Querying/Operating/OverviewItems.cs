using CreamPie.Core.Querying.Sources;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Operating;

/// <summary>What the installation does at this moment; all instants are UTC.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Queue">Documents that have work left.</param>
/// <param name="Days">Ended attempts of the last days, oldest first; every day is there.</param>
/// <param name="FailedDocuments">Dead letters.</param>
/// <param name="Stocks">How many stocks have each status, as it is true now.</param>
/// <param name="Sources">Sources and hosts.</param>
/// <param name="Nodes">Processes, the running ones first.</param>
/// <param name="DatabaseBytes">Size of the database.</param>
/// <param name="Alerts">What needs a person, and what did last, newest first.</param>
/// <param name="Unsent">Messages to operators that no channel has delivered yet, newest first.</param>
public sealed record Overview(
    DateTime At, QueueItem Queue, IReadOnlyList<DayItem> Days, int FailedDocuments, IReadOnlyDictionary<StockStatus, int> Stocks,
    SourcesView Sources, IReadOnlyList<NodeItem> Nodes, long DatabaseBytes, IReadOnlyList<AlertItem> Alerts,
    IReadOnlyList<UnsentItem> Unsent)
{
    /// <summary>Days that are shown.</summary>
    public const int DayCount = 14;

    /// <summary>Bytes that the archive receives in thirty days, at the rate of the days shown; old ones are compressed later.</summary>
    public long BytesAMonth => Days.Count == 0 ? 0 : Days.Sum(d => d.Bytes) * 30 / Days.Count;
}

/// <summary>Documents that have work left.</summary>
/// <param name="Pulls">Requests that wait for their turn or their host.</param>
/// <param name="Running">Documents that a worker has.</param>
/// <param name="Loads">Archived documents that wait to be loaded.</param>
/// <param name="OldestDue">Since when the document that waits longest could run; null if none could.</param>
public sealed record QueueItem(int Pulls, int Running, int Loads, DateTime? OldestDue);

/// <summary>The attempts that ended on one day.</summary>
/// <param name="Day">UTC.</param>
/// <param name="Attempts">All of them.</param>
/// <param name="Failed">Those that loaded nothing for a reason that needs another attempt, time or a person.</param>
/// <param name="Bytes">Archived by them.</param>
public sealed record DayItem(DateOnly Day, int Attempts, int Failed, long Bytes);

/// <summary>A process of the installation.</summary>
/// <param name="Machine">Machine or container.</param>
/// <param name="Role">All, Web or Worker.</param>
/// <param name="Version">Of the program.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="LastBeat">Its last heartbeat.</param>
/// <param name="StoppedAt">When it was stopped; null if it runs or was killed.</param>
/// <param name="IsAlive">It has a fresh heartbeat.</param>
/// <param name="IsWorking">It pulls, loads and imports.</param>
/// <param name="IsIdle">A worker that is alive and does no work.</param>
/// <param name="FreeBytes">Of its data folder's disk; null if unknown.</param>
/// <param name="DiskBytes">Size of that disk; null if unknown.</param>
public sealed record NodeItem(
    string Machine, string Role, string Version, DateTime StartedAt, DateTime LastBeat, DateTime? StoppedAt, bool IsAlive, bool IsWorking,
    bool IsIdle, long? FreeBytes, long? DiskBytes);

/// <summary>A condition that an operator must act on, or had to.</summary>
/// <param name="Title">What is wrong.</param>
/// <param name="Detail">What is known of it.</param>
/// <param name="RaisedAt">When operators were told.</param>
/// <param name="RecoveredAt">Null while it lasts.</param>
public sealed record AlertItem(string Title, string Detail, DateTime RaisedAt, DateTime? RecoveredAt);

/// <summary>A message to operators that did not arrive.</summary>
/// <param name="Channel">webhook or mail.</param>
/// <param name="Title">Of its alert.</param>
/// <param name="Error">Why the last attempt failed.</param>
/// <param name="NextAttempt">Null if it is given up.</param>
public sealed record UnsentItem(string Channel, string Title, string Error, DateTime? NextAttempt);
