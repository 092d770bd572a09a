namespace CreamPie.Tests.Architecture;

/// <summary>What breaks the directions of Core: each answer is a list of sentences, empty if all is well.</summary>
internal static class CoreRules
{
    private static readonly string[] InputAndOutput =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.FileStream",
        "System.IO.FileSystemWatcher", "System.IO.StreamReader", "System.IO.StreamWriter", "System.IO.RandomAccess",
        "System.Console", "System.Diagnostics.Process", "System.Environment", "System.Threading.Thread",
        "System.Threading.Tasks.Task", "System.Threading.Tasks.Task<TResult>",
        "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask<TResult>",
    ];

    private static readonly string[] InputAndOutputSpaces =
        ["System.Net.Http", "System.Net.Sockets", "System.Data", "Microsoft.EntityFrameworkCore", "Microsoft.Data.Sqlite", "Npgsql"];

    private static readonly string[] Strangers = ["Hangfire", "MudBlazor"];
    private static readonly string[] OfAspNet = ["Microsoft.AspNetCore.Identity", "Microsoft.AspNetCore.DataProtection"];

    public static IEnumerable<string> WrongDirections(IEnumerable<Use> uses) =>
        from use in uses
        let stage = CoreStages.All.SingleOrDefault(s => s.Name == Rooms.StageOf(use.File))
        where stage is not null && Rooms.StageOf(use.Target) != stage.Name
        where !stage.May(use)
        select use.ToString();

    /// <summary>Circles between the top folders, and between the rooms of any one folder.</summary>
    public static IEnumerable<string> Cycles(IReadOnlyCollection<Use> uses) =>
        from room in uses.Select(u => Rooms.Of(u.File)).SelectMany(Above).Distinct().Order(StringComparer.Ordinal)
        let arrows = Rooms.Arrows(uses, room)
        from cycle in Rooms.Cycles(arrows.Select(a => a.Key))
        select $"{string.Join(", ", cycle)} know each other around a circle:\n  "
            + string.Join("\n  ", arrows
                .Where(a => cycle.Contains(a.Key.From) && cycle.Contains(a.Key.To))
                .Select(a => $"{a.Key.From} -> {a.Key.To}: {a.First()}"));

    public static IEnumerable<string> Impurities(Uses uses)
    {
        var pure = CoreStages.All.Where(s => s.IsPure).Select(s => s.Name).ToHashSet();
        return uses.Libraries
            .Where(u => pure.Contains(Rooms.StageOf(u.File)) && (InputAndOutput.Contains(u.Type) || InputAndOutputSpaces.Any(u.IsOf)))
            .Select(u => u.ToString())
            .Concat(uses.Async.Where(place => pure.Contains(Rooms.StageOf(place))));
    }

    /// <summary>Of ASP.NET only what stores accounts and keys in the database.</summary>
    public static IEnumerable<string> StrangersIn(IEnumerable<LibraryUse> uses) => uses
        .Where(u => Strangers.Any(s => u.Assembly.StartsWith(s, StringComparison.Ordinal))
            || (u.IsOf("Microsoft.AspNetCore") && !OfAspNet.Any(u.IsOf)))
        .Select(u => u.ToString());

    /// <summary>The folder, and each one around it up to the project's own.</summary>
    private static IEnumerable<string> Above(string room)
    {
        for (var at = room; at != ""; at = Rooms.Of(at))
            yield return at;
        yield return "";
    }
}
