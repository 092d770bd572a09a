using System.Text.RegularExpressions;

namespace CreamPie.Tests.Architecture;

/// <summary>What breaks the directions of Web: each answer is a list of sentences, empty if all is well.</summary>
internal static class WebRules
{
    private static readonly string[] Apart = ["Api", "Components", "Jobs"];
    private static readonly string[] KnowHangfire = ["Hosting", "Jobs"];
    private static readonly string[] KnowIdentity =
        ["Hosting", "Accounts", "Components/Account", "Components/Admin", "Api/AuthApi.cs", "Simulator/DemoUsers.cs"];

    /// <summary>Pages, API and jobs use Core and never each other.</summary>
    public static IEnumerable<string> WrongDirections(IEnumerable<Use> uses) => uses
        .Where(u => Apart.Contains(Rooms.StageOf(u.File)) && Apart.Contains(Rooms.StageOf(u.Target)))
        .Where(u => Rooms.StageOf(u.File) != Rooms.StageOf(u.Target))
        .Select(u => u.ToString());

    public static IEnumerable<string> Hangfire(IEnumerable<LibraryUse> uses) => uses
        .Where(u => u.Assembly.StartsWith("Hangfire", StringComparison.Ordinal) && !KnowHangfire.Any(room => Rooms.Has(room, u.File)))
        .Select(u => u.ToString());

    public static IEnumerable<string> Identity(IEnumerable<LibraryUse> uses) => uses
        .Where(u => u.IsOf("Microsoft.AspNetCore.Identity") && !KnowIdentity.Any(room => Rooms.Has(room, u.File)))
        .Select(u => u.ToString());

    /// <summary>What waits on the clock, or shows a text as markup.</summary>
    public static IEnumerable<string> Forbidden(IEnumerable<LibraryUse> uses) => uses
        .Where(u => u is { Type: "System.Threading.Thread", Member: "Sleep" } or { Type: "Microsoft.AspNetCore.Components.MarkupString" }
            || (u.Member == "AddMarkupContent" && u.Line > 0))
        .Select(u => u.ToString());

    /// <summary>The modules that import a chart library, by the library.</summary>
    /// <param name="modules">Path and text of each.</param>
    public static IEnumerable<string> SharedChartLibraries(IEnumerable<(string Path, string Text)> modules) =>
        from module in modules
        from Match import in Regex.Matches(module.Text, @"(?:\bfrom\s*|\bimport\s*\(?\s*)['""][^'""]*\b(apexcharts|lightweight-charts)\b")
        group module.Path by import.Groups[1].Value into known
        where known.Distinct().Count() > 1
        select $"{known.Key} is known to {string.Join(", ", known.Distinct())}";
}
