using CreamPie.Web.Hosting;

namespace CreamPie.Tests.Support;

/// <summary>The market is not simulated: what components that name a source ask for.</summary>
internal static class NoSimulation
{
    public static readonly Simulation Value = new("https://finance.yahoo.com");
}
