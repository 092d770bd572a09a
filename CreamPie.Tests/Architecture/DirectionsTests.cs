using System.Diagnostics;
using CreamPie.Tests.Support;
using Xunit.Abstractions;

namespace CreamPie.Tests.Architecture;

/// <summary>Who knows whom, as the compiler sees it: of each name in the source, the folder that declares it.</summary>
public sealed class DirectionsTests(ITestOutputHelper output)
{
    private static Uses Core => CompiledProject.Core.Uses;

    private static Uses Web => CompiledProject.Web.Uses;

    [Fact]
    public void Every_name_in_the_source_is_understood()
    {
        var watch = Stopwatch.StartNew();
        Assert.Empty(Core.Unresolved.Concat(Web.Unresolved));
        output.WriteLine($"{Core.Own.Count} uses inside Core, {Web.Own.Count} inside Web, in {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.True(Core.Own.Count > 5_000 && Web.Own.Count > 1_000);
    }

    [Fact]
    public void Every_folder_of_Core_is_a_stage_of_the_story() =>
        Assert.Equal(
            CoreStages.All.Select(s => s.Name).Order(StringComparer.Ordinal),
            Files("CreamPie.Core").Select(Rooms.StageOf).Where(s => s != "").Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_stage_knows_only_what_it_may() => Assert.Empty(CoreRules.WrongDirections(Core.Own));

    [Fact]
    public void What_a_stage_may_know_it_uses() =>
        Assert.Empty(CoreStages.All.SelectMany(s => s.Unused([.. Core.Own.Where(u => Rooms.StageOf(u.File) == s.Name)])));

    [Fact]
    public void No_folders_of_Core_know_each_other_around_a_circle() => Assert.Empty(CoreRules.Cycles(Core.Own));

    [Fact]
    public void Pure_stages_are_synchronous_and_do_no_input_or_output() => Assert.Empty(CoreRules.Impurities(Core));

    [Fact]
    public void Core_knows_neither_the_web_framework_nor_the_job_server() => Assert.Empty(CoreRules.StrangersIn(Core.Libraries));

    [Fact]
    public void The_README_of_Core_shows_the_arrows_of_the_code() =>
        Assert.Equal(Arrows.Draw(Core.Own), Arrows.InReadme());

    [Fact]
    public void Pages_API_and_jobs_use_Core_and_never_each_other() => Assert.Empty(WebRules.WrongDirections(Web.Own));

    [Fact]
    public void Only_hosting_and_jobs_know_Hangfire() => Assert.Empty(WebRules.Hangfire(Web.Libraries));

    [Fact]
    public void Only_what_signs_people_in_knows_Identity() => Assert.Empty(WebRules.Identity(Web.Libraries));

    [Fact]
    public void One_module_knows_a_chart_library() => Assert.Empty(WebRules.SharedChartLibraries(
        Directory.EnumerateFiles(Path.Combine(CompiledProject.Web.Root, "Components"), "*.js", SearchOption.AllDirectories)
            .Select(f => (f, File.ReadAllText(f)))));

    [Fact]
    public void Nothing_waits_on_the_clock_or_shows_raw_markup() => Assert.Empty(WebRules.Forbidden(Core.Libraries.Concat(Web.Libraries)));

    [Fact]
    public void No_folder_of_Core_holds_more_than_15_files() => Assert.Empty(
        Files("CreamPie.Core").GroupBy(Rooms.Of).Where(folder => folder.Count() > 15).Select(folder => $"{folder.Key}: {folder.Count()}"));

    [Fact]
    public void No_file_grows_beyond_250_lines()
    {
        var tooLong = from project in new[] { "CreamPie.Core", "CreamPie.Web", "CreamPie.Tests" }
                      from file in Files(project)
                      where File.ReadLines(Path.Combine(Repository.Root, project, file)).Count() > 250
                      select $"{project}/{file}";
        Assert.Empty(tooLong);
    }

    /// <summary>The source files of a project, by their path in it.</summary>
    private static IEnumerable<string> Files(string project)
    {
        var root = Path.Combine(Repository.Root, project);
        return Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .Where(f => Rooms.StageOf(f) is not ("bin" or "obj" or "node_modules"))
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal));
    }
}
