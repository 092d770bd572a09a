using System.Runtime.CompilerServices;

namespace CreamPie.Tests.Support;

/// <summary>The real documents beside the repository (../shared/data): read by tests, never committed.</summary>
internal static class RealData
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceFolder(), "..", "..", "..", "shared", "data"));

    public static bool IsAvailable => Directory.Exists(Root);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static byte[] Bytes(params string[] parts) => File.ReadAllBytes(PathOf(parts));

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>Skipped, with a reason, on a machine without the real documents.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute() => Skip = RealData.IsAvailable ? null : "The real documents (../shared/data) are not available.";
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute() => Skip = RealData.IsAvailable ? null : "The real documents (../shared/data) are not available.";
}
