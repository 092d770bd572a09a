namespace CreamPie.Core.Tracking;

/// <summary>What became of a stock that its caller stopped tracking.</summary>
public enum StopResult
{
    /// <summary>The caller does not track it, or there is no such stock.</summary>
    NotTracked,

    /// <summary>Nobody tracks it: updates stop, its bars stay.</summary>
    Untracked,

    /// <summary>Others or the house track it, too: updates go on.</summary>
    TrackedByOthers,
}
