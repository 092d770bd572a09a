using System.Runtime.CompilerServices;
using Bunit;

namespace CreamPie.Tests.Support;

internal static class TestTimeouts
{
    /// <summary>A machine that stands still for a second is no failure of a component.</summary>
    [ModuleInitializer]
    internal static void OfComponents() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
}
