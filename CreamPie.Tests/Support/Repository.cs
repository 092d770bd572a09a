using System.Runtime.CompilerServices;

namespace CreamPie.Tests.Support;

internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
