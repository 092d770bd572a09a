namespace CreamPie.Tests.Architecture;

/// <summary>A room is a folder, "" the project's own; a stage is a folder at the top of Core with all its rooms.</summary>
internal static class Rooms
{
    public static string Of(string file) => Path.GetDirectoryName(file)!.Replace('\\', '/');

    public static string StageOf(string file) => Of(file).Split('/')[0];

    /// <summary>True for the room itself and those inside it; a file is a room of its own.</summary>
    public static bool Has(string room, string file) => file == room || file.StartsWith(room + "/", StringComparison.Ordinal);

    /// <summary>Pairs of folders directly inside <paramref name="room"/> of which the first, or what is in it, knows the second.</summary>
    public static ILookup<(string From, string To), Use> Arrows(IEnumerable<Use> uses, string room) =>
        (from use in uses
         let pair = (From: Child(use.File, room), To: Child(use.Target, room))
         where pair.From is not null && pair.To is not null && pair.From != pair.To
         select (pair, use)).ToLookup(x => (x.pair.From!, x.pair.To!), x => x.use);

    /// <summary>Each group of folders that know each other around a circle; empty where there is an order.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Cycles(IEnumerable<(string From, string To)> arrows)
    {
        var known = arrows.ToLookup(a => a.From, a => a.To);
        var reached = known.ToDictionary(k => k.Key, k => Reached(k.Key, known));
        return [.. reached.Where(r => r.Value.Contains(r.Key))
            .Select(r => r.Value.Where(other => IsReached(r.Key, other)).Order(StringComparer.Ordinal).ToList())
            .DistinctBy(group => string.Join(' ', group))];

        bool IsReached(string room, string from) => reached.TryGetValue(from, out var rooms) && rooms.Contains(room);
    }

    /// <summary>Everything that is known by way of any number of arrows.</summary>
    public static HashSet<string> Reached(string from, ILookup<string, string> known)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(known[from]);
        while (open.TryPop(out var next))
        {
            if (!reached.Add(next))
                continue;
            foreach (var further in known[next])
                open.Push(further);
        }
        return reached;
    }

    private static string? Child(string file, string room)
    {
        var folder = Of(file);
        if (room != "" && !folder.StartsWith(room + "/", StringComparison.Ordinal))
            return null;
        var rest = room == "" ? folder : folder[(room.Length + 1)..];
        return rest == "" ? null : (room == "" ? "" : room + "/") + rest.Split('/')[0];
    }
}
