namespace CreamPie.Tests.Architecture;

/// <summary>One place in the source that names a type or member which another file of the same project declares.</summary>
/// <param name="File">Path inside the project, with slashes.</param>
/// <param name="Line">0 in code that the Razor compiler wrote by itself.</param>
/// <param name="Target">Path of the declaring file inside the project.</param>
/// <param name="Symbol">"Type" or "Type.Member".</param>
/// <param name="IsRecord">True for a record, enum, interface or delegate and its members: what a stage may give to the next one.</param>
internal sealed record Use(string File, int Line, string Target, string Symbol, bool IsRecord)
{
    public string TypeName => Symbol.Split('.')[0];

    public override string ToString() => $"{File}:{Line} knows {Symbol} ({Target})";
}

/// <summary>One place in the source that names a type or member of a library.</summary>
/// <param name="Type">Full name of the type, or of the static class of an extension method.</param>
/// <param name="Member">Null where the type itself is named.</param>
internal sealed record LibraryUse(string File, int Line, string Assembly, string Type, string? Member)
{
    public bool IsOf(string nameSpace) => Type.StartsWith(nameSpace + ".", StringComparison.Ordinal);

    public override string ToString() => $"{File}:{Line} knows {Type}{(Member is null ? "" : "." + Member)}";
}

/// <summary>Every use in some files of a project.</summary>
/// <param name="Unresolved">Names that the compiler did not understand: with any of them the other lists may be too short.</param>
internal sealed record Uses(
    IReadOnlyList<Use> Own, IReadOnlyList<LibraryUse> Libraries, IReadOnlyList<string> Async, IReadOnlyList<string> Unresolved);
