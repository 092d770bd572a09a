using CreamPie.Tests.Support;
using Microsoft.Playwright;

namespace CreamPie.Tests.Browser;

/// <summary>The machine's own Chromium, or the one that CREAMPIE_TEST_CHROMIUM names; nothing is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>These flags stop Chromium's own requests from leaving the machine.</summary>
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string? Executable = Find();

    /// <summary>Why the tests that need a browser are skipped; null if they run. On CI they run, and fail without one.</summary>
    public static string? SkipReason { get; } =
        Executable is not null || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : "No Chromium: neither chromium, chromium-browser nor google-chrome on PATH, nor CREAMPIE_TEST_CHROMIUM.";

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Executable
            ?? throw new InvalidOperationException("A Chromium is needed: install one, or set CREAMPIE_TEST_CHROMIUM."),
        Args = Arguments,
    });

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CREAMPIE_TEST_CHROMIUM") is { Length: > 0 } given)
            return given;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend("/usr/bin");
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.SkipReason;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.SkipReason;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresBrowserFactAttribute : FactAttribute
{
    public PostgresBrowserFactAttribute() => Skip = Chromium.SkipReason ?? PostgresFixture.SkipReason;
}
