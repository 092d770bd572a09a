using CreamPie.Web.Simulator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace CreamPie.Tests.Support;

/// <summary>The market is not simulated: what components that name a source ask for.</summary>
internal static class NoSimulation
{
    public static readonly Simulation Value = new(new HostingEnvironment { EnvironmentName = "Testing" }, new ConfigurationBuilder().Build());
}
