using System.Xml.Linq;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Architecture;

/// <summary>What the build takes from elsewhere, and with which rights its result runs.</summary>
public sealed class SupplyChainTests
{
    /// <summary>The restore asks its registry for known weaknesses, of indirect packages too, and a warning ends the build.</summary>
    [Fact]
    public void Package_with_a_known_weakness_ends_the_build()
    {
        var properties = XDocument.Parse(Read("Directory.Build.props")).Descendants().ToLookup(e => e.Name.LocalName, e => e.Value);
        Assert.Equal(["all"], properties["NuGetAuditMode"]);
        Assert.Equal(["true"], properties["TreatWarningsAsErrors"]);
        Assert.Empty(properties["NuGetAudit"]);
        Assert.Empty(properties["NuGetAuditSuppress"]);
        Assert.Empty(properties["WarningsNotAsErrors"]);
    }

    [Fact]
    public void Versions_are_central_and_restored_as_locked()
    {
        Assert.Equal(["true"], XDocument.Parse(Read("Directory.Packages.props")).Descendants("ManagePackageVersionsCentrally")
            .Select(e => e.Value));
        Assert.Contains("dotnet restore --locked-mode", Read(".ci/run"), StringComparison.Ordinal);
        Assert.Contains("--locked-mode", Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("npm ci", Read("Dockerfile"), StringComparison.Ordinal);
    }

    /// <summary>10.0.0 to 10.0.6 let cookies be forged (CVE-2026-40372).</summary>
    [Fact]
    public void Data_protection_is_not_of_a_version_that_lets_cookies_be_forged()
    {
        Assert.True(PinnedOf("Microsoft.AspNetCore.DataProtection.EntityFrameworkCore") >= new Version(10, 0, 7));
        Assert.True(Environment.Version >= new Version(10, 0, 7), $"The runtime is {Environment.Version}.");
    }

    [Fact]
    public void Container_runs_without_root()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));
        var stage = lines[Array.FindLastIndex(lines, l => l.StartsWith("FROM ", StringComparison.Ordinal))..];
        Assert.Contains("USER $APP_UID", stage);
        Assert.DoesNotContain(stage, l => l.StartsWith("USER root", StringComparison.Ordinal));
    }

    private static Version PinnedOf(string package) => Version.Parse(
        XDocument.Parse(Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Single(e => e.Attribute("Include")!.Value == package).Attribute("Version")!.Value);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));
}
