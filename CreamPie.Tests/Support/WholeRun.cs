namespace CreamPie.Tests.Support;

/// <summary>
/// <c>.ci/run</c> runs every test; a plain <c>dotnet test</c> skips long tests of a promise that a shorter one touches.
/// </summary>
internal static class WholeRun
{
    public static bool IsRequested { get; } = Environment.GetEnvironmentVariable("CREAMPIE_WHOLE_RUN") == "1";

    public static string? SkipReason { get; } = IsRequested ? null : "A long test: CREAMPIE_WHOLE_RUN=1 runs it.";
}
