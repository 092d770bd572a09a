using System.Reflection;

namespace CreamPie.Web.Hosting;

/// <summary>What runs here, as the build was told: the tag or commit of its source.</summary>
public static class ProgramVersion
{
    /// <summary>Like 1.2.3 of a tag, 1.2.3-4-gabc1234 after it, or 0.0.0-dev+abc1234 without one.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
