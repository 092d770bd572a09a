using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Sources;

/// <summary>The source order of one stock.</summary>
/// <param name="IsOwn">False if the stock follows the installation's order.</param>
/// <param name="Asked">The sources to request, first to last.</param>
/// <param name="LeftOut">Installed sources that the order leaves out.</param>
/// <param name="Stopped">Sources that the circuit breaker stopped for all stocks.</param>
public sealed record SourceOrderView(
    bool IsOwn, IReadOnlyList<SourceName> Asked, IReadOnlyList<SourceName> LeftOut, IReadOnlyList<SourceName> Stopped);

/// <summary>All sources and hosts.</summary>
/// <param name="Sources">In rank order.</param>
/// <param name="Hosts">By name.</param>
public sealed record SourcesView(IReadOnlyList<SourceItem> Sources, IReadOnlyList<HostItem> Hosts);

/// <summary>The health of one source.</summary>
/// <param name="Source">The source.</param>
/// <param name="ParserVersion">Version of the installed parser.</param>
/// <param name="StoppedAt">UTC; when the circuit breaker stopped it; null while it is in use.</param>
/// <param name="StoppedWhy">Why it was stopped, one sentence; null while it is in use.</param>
/// <param name="UnknownLayouts">Documents of an unknown layout since the last one that could be read.</param>
/// <param name="Layout">Layout fingerprint of the last document that could be read; null before the first.</param>
/// <param name="LastSuccessAt">UTC; when it last responded well, even with nothing new; null if never.</param>
/// <param name="LastFailedAt">UTC; when an attempt last failed; null if never.</param>
/// <param name="LastReason">Why the last failed attempt failed; null if none did.</param>
/// <param name="LastError">Details of that reason, one sentence; null if none failed.</param>
/// <param name="UnaskedSince">UTC; since when pulls have been due and it was not requested once; null if it was, or none is due.</param>
public sealed record SourceItem(
    SourceName Source, int ParserVersion, DateTime? StoppedAt, string? StoppedWhy, int UnknownLayouts, string? Layout,
    DateTime? LastSuccessAt, DateTime? LastFailedAt, Reason? LastReason, string? LastError, DateTime? UnaskedSince)
{
    /// <summary>This many documents of an unknown layout in a row stop a source.</summary>
    public const int MostUnknownLayouts = SourceHealthRow.MostUnknownLayouts;

    /// <summary>True if its last attempt failed.</summary>
    public bool HasFailed => LastFailedAt is { } failed && !(LastSuccessAt >= failed);

    /// <summary>True if it is in use and its last attempt succeeded, or none was due yet; what nobody asks is not healthy.</summary>
    public bool IsHealthy => StoppedAt is null && UnaskedSince is null && !HasFailed;

    /// <param name="source">Installed.</param>
    /// <param name="health">Null before its first attempt.</param>
    /// <param name="overdue">UTC; when the pull that waits longest was due; null if none waits.</param>
    internal static SourceItem Of(ISource source, SourceHealthRow? health, DateTime? overdue)
    {
        var asked = health?.LastFailedAt > health?.LastLoadedAt ? health?.LastFailedAt : health?.LastLoadedAt ?? health?.LastFailedAt;
        return new(
            source.Name, source.ParserVersion, health?.StoppedAt, health?.StoppedWhy, health?.UnknownLayouts ?? 0, health?.Layout,
            health?.LastLoadedAt, health?.LastFailedAt, health?.LastReason, health?.LastError, asked >= overdue ? null : overdue);
    }
}

/// <summary>The throttling of one host.</summary>
/// <param name="Host">Lower-case host, with its port unless standard.</param>
/// <param name="IsInFlight">True while a request to it runs.</param>
/// <param name="PausedUntil">UTC; no requests before then; null if it is not paused.</param>
/// <param name="PauseReason">Why it is paused; null if it is not, or for no reason of the closed set.</param>
/// <param name="Refusals">Refusals in a row: each doubles the pause.</param>
/// <param name="RobotsAt">UTC; when its robots.txt was fetched; null if never.</param>
/// <param name="RobotsStatus">HTTP status of its robots.txt; null if never fetched.</param>
public sealed record HostItem(
    string Host, bool IsInFlight, DateTime? PausedUntil, Reason? PauseReason, int Refusals, DateTime? RobotsAt, int? RobotsStatus)
{
    internal static HostItem Of(HostGateRow gate, DateTime? robotsAt, int? robotsStatus, DateTime now)
    {
        var isPaused = gate.PausedUntil > now;
        return new(
            gate.Host, gate.Until > now, isPaused ? gate.PausedUntil : null,
            isPaused && Enum.TryParse<Reason>(gate.Why, out var why) ? why : null,
            gate.Refusals, robotsAt, robotsStatus);
    }
}
