using CreamPie.Web.Hosting;

namespace CreamPie.Tests.Support;

/// <summary>What components that name a source need: the market is not simulated.</summary>
internal static class NoSimulation
{
    public static readonly Simulation Value = new("https://finance.yahoo.com");
}
