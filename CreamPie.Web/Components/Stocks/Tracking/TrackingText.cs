using CreamPie.Core.Querying.Stocks;

namespace CreamPie.Web.Components.Stocks.Tracking;

/// <summary>Who tracks a stock, in words: names for an admin, numbers for all others.</summary>
internal static class TrackingText
{
    private const string Everyone = "everyone";

    public static string Of(TrackedBy tracking) => Names(tracking) switch
    {
        [] => $"Tracked for {Everyone}.",
        var names when tracking.House => $"Tracked by {Joined(names)}, and for {Everyone}.",
        var names => $"Tracked by {Joined(names)}.",
    };

    /// <summary>The same for the cell of a table.</summary>
    public static string Short(TrackedBy tracking) =>
        string.Join(", ", tracking.House ? [.. Names(tracking), Everyone] : Names(tracking));

    private static List<string> Names(TrackedBy tracking)
    {
        if (tracking.People is { } people)
            return [.. people.Select(p => p.Name)];
        var others = tracking.Others == 1 ? "1 other" : $"{tracking.Others} others";
        return [.. tracking.You ? ["you"] : Array.Empty<string>(), .. tracking.Others > 0 ? [others] : Array.Empty<string>()];
    }

    private static string Joined(List<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
}
