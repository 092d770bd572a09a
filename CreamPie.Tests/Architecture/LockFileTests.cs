using CreamPie.Tests.Support;

namespace CreamPie.Tests.Architecture;

/// <summary>What is restored is locked by hash, and comes from whichever registry the machine is set to.</summary>
public sealed class LockFileTests
{
    [Theory]
    [InlineData("CreamPie.Core/packages.lock.json", "://")]
    [InlineData("CreamPie.Web/packages.lock.json", "://")]
    [InlineData("CreamPie.Tests/packages.lock.json", "://")]
    [InlineData("CreamPie.Web/package-lock.json", "\"resolved\"")]
    [InlineData("CreamPie.Web/.npmrc", "://")]
    [InlineData("CreamPie.Tests/Support/Oidc/package-lock.json", "\"resolved\"")]
    [InlineData("CreamPie.Tests/Support/Oidc/.npmrc", "://")]
    [InlineData("CreamPie.Tests/Archiving/Buckets/package-lock.json", "\"resolved\"")]
    [InlineData("CreamPie.Tests/Archiving/Buckets/.npmrc", "://")]
    [InlineData("CreamPie.Tests/Clients/bulk/package-lock.json", "\"resolved\"")]
    [InlineData("CreamPie.Tests/Clients/bulk/.npmrc", "://")]
    [InlineData("CreamPie.Tests/Clients/conformance/package-lock.json", "\"resolved\"")]
    [InlineData("CreamPie.Tests/Clients/conformance/.npmrc", "://")]
    [InlineData("CreamPie.Tests/Clients/feeds/package-lock.json", "\"resolved\"")]
    [InlineData("CreamPie.Tests/Clients/feeds/.npmrc", "://")]
    [InlineData("CreamPie.Tests/Clients/npm/package-lock.json", "\"resolved\"")]
    [InlineData("CreamPie.Tests/Clients/npm/.npmrc", "://")]
    public void It_names_no_registry(string file, string address) =>
        Assert.DoesNotContain(address, File.ReadAllText(Path.Combine(Repository.Root, file)), StringComparison.Ordinal);
}
