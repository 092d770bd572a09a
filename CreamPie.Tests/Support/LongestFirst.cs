using CreamPie.Tests.Browser;
using CreamPie.Tests.Reliability.Crashes;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("CreamPie.Tests.Support.LongestFirst", "CreamPie.Tests")]

namespace CreamPie.Tests.Support;

/// <summary>Starts the longest collections first, so that short tests fill the other slots meanwhile.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
        [BrowserGroup.Name, CrashGroup.Name, nameof(CrashPointTests), nameof(LeaseTakeoverTests), nameof(KilledProcessTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c =>
            Array.FindIndex(Long, name => c.DisplayName.EndsWith(name, StringComparison.Ordinal)) is >= 0 and var at ? at : Long.Length);
}
