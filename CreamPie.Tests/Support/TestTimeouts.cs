using System.Runtime.CompilerServices;
using Bunit;

namespace CreamPie.Tests.Support;

internal static class TestTimeouts
{
    /// <summary>A machine that stalls for a second must not fail a component's test.</summary>
    [ModuleInitializer]
    internal static void OfComponents() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
}
