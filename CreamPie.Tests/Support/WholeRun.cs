namespace CreamPie.Tests.Support;

/// <summary><c>.ci/run</c> asks for all of what takes minutes; <c>dotnet test</c> on a newcomer's machine runs a part of it.</summary>
internal static class WholeRun
{
    public static bool IsAsked { get; } = Environment.GetEnvironmentVariable("CREAMPIE_WHOLE_RUN") == "1";
}
