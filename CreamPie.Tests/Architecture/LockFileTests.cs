using System.Runtime.CompilerServices;

namespace CreamPie.Tests.Architecture;

/// <summary>What is restored is locked by hash, and comes from whichever registry the machine is set to.</summary>
public sealed class LockFileTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));

    [Theory]
    [InlineData("CreamPie.Core/packages.lock.json", "://")]
    [InlineData("CreamPie.Web/packages.lock.json", "://")]
    [InlineData("CreamPie.Tests/packages.lock.json", "://")]
    [InlineData("CreamPie.Web/package-lock.json", "\"resolved\"")]
    [InlineData("CreamPie.Web/.npmrc", "://")]
    public void It_names_no_registry(string file, string address) =>
        Assert.DoesNotContain(address, File.ReadAllText(Path.Combine(Root, file)), StringComparison.Ordinal);

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
