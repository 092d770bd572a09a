namespace CreamPie.Tests.Support;

/// <summary><c>.ci/run</c> runs the long tests in full; a plain <c>dotnet test</c> runs a part of them.</summary>
internal static class WholeRun
{
    public static bool IsRequested { get; } = Environment.GetEnvironmentVariable("CREAMPIE_WHOLE_RUN") == "1";
}
