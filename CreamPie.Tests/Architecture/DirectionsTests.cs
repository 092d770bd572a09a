using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CreamPie.Tests.Architecture;

/// <summary>Keeps the directions of DESIGN.md: which folder may know which, read from the source text.</summary>
public partial class DirectionsTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));

    /// <summary>Folder of Core -> the folders it may know. Database maps everybody's rows, so it may know them all.</summary>
    private static readonly Dictionary<string, string[]> Core = new()
    {
        ["Market"] = [],
        ["Users"] = ["Database"],
        ["Parsing"] = ["Market"],
        ["Sources"] = ["Market", "Parsing"],
        ["Processing"] = ["Market", "Parsing"],
        ["Analysis"] = ["Market"],
        ["Tracking"] = ["Market", "Database", "Users"],
        ["Archiving"] = ["Market"],
        ["Retrieval"] = ["Market", "Database", "Sources"],
        ["Loading"] = ["Market", "Database", "Processing", "Tracking"],
        ["Querying"] = ["Market", "Database", "Analysis", "Archiving", "Ingestion", "Loading", "Parsing", "Processing", "Retrieval", "Sources", "Tracking", "Users"],
        ["Ingestion"] = ["Market", "Database", "Archiving", "Loading", "Parsing", "Processing", "Retrieval", "Sources", "Tracking", "Users"],
        ["Database"] = ["Market", "Archiving", "Ingestion", "Loading", "Processing", "Retrieval", "Tracking", "Users"],
    };

    [Fact]
    public void Every_folder_of_Core_is_a_stage_of_the_story()
    {
        var folders = Directory.GetDirectories(Path.Combine(Root, "CreamPie.Core")).Select(Path.GetFileName).Except(["bin", "obj"]);
        Assert.Empty(folders.Except(Core.Keys));
    }

    [Fact]
    public void A_folder_of_Core_knows_only_what_it_may()
    {
        var strangers = from folder in Core
                        from file in SourceFiles("CreamPie.Core", folder.Key)
                        from known in Core.Keys.Where(k => k != folder.Key && !folder.Value.Contains(k))
                        where Regex.IsMatch(File.ReadAllText(file), $@"CreamPie\.Core\.{known}\b")
                        select $"{Path.GetRelativePath(Root, file)} knows {known}";
        Assert.Empty(strangers);
    }

    [Fact]
    public void Core_knows_neither_the_web_framework_nor_the_job_server() =>
        Assert.Empty(FilesThatUse("CreamPie.Core", "", @"using (Microsoft\.AspNetCore\.(?!Identity|DataProtection)|Hangfire|MudBlazor)"));

    [Theory]
    [InlineData("Sources"), InlineData("Parsing"), InlineData("Processing"), InlineData("Analysis"), InlineData("Market")]
    public void Pure_stages_are_synchronous_and_do_no_input_or_output(string stage) =>
        Assert.Empty(FilesThatUse("CreamPie.Core", stage, @"\basync\b|\bTask<|using System\.(IO|Net)\b|\bFile\.|HttpClient"));

    [Fact]
    public void Only_hosting_and_jobs_know_Hangfire() =>
        Assert.All(FilesThatUse("CreamPie.Web", "", @"using Hangfire"), file => Assert.Matches("/(Hosting|Jobs)/", file));

    [Theory]
    [InlineData("Components", "Api|Jobs"), InlineData("Api", "Components|Jobs"), InlineData("Jobs", "Components|Api")]
    public void Pages_API_and_jobs_use_Core_and_never_each_other(string folder, string others) =>
        Assert.Empty(FilesThatUse("CreamPie.Web", folder, $@"CreamPie\.Web\.({others})\b"));

    [Fact]
    public void Nothing_waits_on_the_clock_or_shows_raw_markup() => Assert.Empty(
        FilesThatUse("CreamPie.Core", "", @"Thread\.Sleep|MarkupString|AddMarkupContent")
            .Concat(FilesThatUse("CreamPie.Web", "", @"Thread\.Sleep|MarkupString|AddMarkupContent")));

    [Fact]
    public void No_file_grows_beyond_250_lines()
    {
        var tooLong = from project in new[] { "CreamPie.Core", "CreamPie.Web", "CreamPie.Tests" }
                      from file in SourceFiles(project, "")
                      where !file.Contains("/Migrations/", StringComparison.Ordinal) && File.ReadLines(file).Count() > 250
                      select Path.GetRelativePath(Root, file);
        Assert.Empty(tooLong);
    }

    private static IEnumerable<string> FilesThatUse(string project, string folder, string pattern) =>
        SourceFiles(project, folder).Where(f => Regex.IsMatch(File.ReadAllText(f), pattern)).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'));

    private static IEnumerable<string> SourceFiles(string project, string folder)
    {
        var root = Path.Combine(Root, project, folder);
        return !Directory.Exists(root) ? [] : Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f => !BuildOutput().IsMatch(f.Replace('\\', '/')));
    }

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex BuildOutput();

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
