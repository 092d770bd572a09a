namespace CreamPie.Tests.Architecture;

/// <summary>A folder at the top of Core, and what it may know. A room is named by its folder and means all inside it, too.</summary>
/// <param name="Knows">Rooms of which it may know everything.</param>
internal sealed record Stage(string Name, params string[] Knows)
{
    /// <summary>Rooms of which it may know the records, enums, interfaces and delegates, never a class.</summary>
    public string[] Records { get; init; } = [];

    /// <summary>Classes of other stages that it may know all the same.</summary>
    public string[] Classes { get; init; } = [];

    /// <summary>It opens no file, connection or database, and is synchronous.</summary>
    public bool IsPure { get; init; }

    public bool May(Use use) =>
        Knows.Any(room => Rooms.Has(room, use.Target))
        || (use.IsRecord && Records.Any(room => Rooms.Has(room, use.Target)))
        || Classes.Contains(use.TypeName);

    /// <summary>What is allowed and not used: it would let the next wrong direction in.</summary>
    public IEnumerable<string> Unused(IReadOnlyCollection<Use> uses) =>
        Knows.Where(room => !uses.Any(u => Rooms.Has(room, u.Target)))
            .Concat(Records.Where(room => !uses.Any(u => u.IsRecord && Rooms.Has(room, u.Target))))
            .Concat(Classes.Where(type => !uses.Any(u => u.TypeName == type)))
            .Select(other => $"{Name} may know {other} and does not");
}
