using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Architecture;

/// <summary>One wrong file each, compiled with the rest of its project: the rule that forbids it says so.</summary>
public sealed class PlantedDirectionsTests
{
    private static CompiledProject Core => CompiledProject.Core;

    private static CompiledProject Web => CompiledProject.Web;

    [Fact]
    public void A_planted_cycle_between_stages_is_found()
    {
        var planted = Plant("Market/Planted.cs", Naming(Core.TypeIn("Querying")));

        var cycle = Assert.Single(CoreRules.Cycles([.. Core.Uses.Own, .. planted.Own]));

        Assert.Contains("Market -> Querying: Market/Planted.cs:1 knows ", cycle, StringComparison.Ordinal);
    }

    [Fact]
    public void A_planted_cycle_between_rooms_is_found()
    {
        Use[] uses =
        [
            new("Loading/Merge/A.cs", 1, "Loading/Checks/B.cs", "B", false),
            new("Loading/Checks/B.cs", 2, "Loading/Writers/Sqlite/C.cs", "C", false),
            new("Loading/Writers/Sqlite/C.cs", 3, "Loading/Merge/A.cs", "A", false),
        ];
        var cycle = Assert.Single(CoreRules.Cycles(uses));

        Assert.StartsWith("Loading/Checks, Loading/Merge, Loading/Writers know", cycle, StringComparison.Ordinal);
        Assert.Empty(CoreRules.Cycles(uses[..2]));
    }

    [Theory]
    [InlineData("Market", "Storage")]
    [InlineData("Storage", "Loading")]
    [InlineData("Sources", "Storage/Tables")]
    [InlineData("Loading", "Processing")]
    [InlineData("Analysis", "Querying")]
    public void A_planted_wrong_direction_is_found(string stage, string other)
    {
        var wrong = Assert.Single(CoreRules.WrongDirections(Plant($"{stage}/Planted.cs", Naming(Core.TypeIn(other))).Own));

        Assert.StartsWith($"{stage}/Planted.cs:1 knows ", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_of_the_stage_before_may_be_known() =>
        Assert.Empty(CoreRules.WrongDirections(Plant("Loading/Planted.cs", Naming(Core.TypeIn("Processing", isRecord: true))).Own));

    [Fact]
    public void A_member_is_known_without_its_type_being_named() =>
        Assert.Contains(
            Plant("Market/Planted.cs", $"class Planted {{ object X({typeof(ParsedDocument).FullName} d) => d.Rows[0].Bar; }}").Own,
            use => use.Symbol == "ParsedRow.Bar");

    [Theory]
    [InlineData("object? x = File.ReadAllText(\"x\");")]
    [InlineData("object? x = new HttpClient();")]
    [InlineData("object? X(Microsoft.EntityFrameworkCore.DbContext db) => db.Model;")]
    [InlineData("async void X() { }")]
    [InlineData("Task X() => Task.CompletedTask;")]
    public void Planted_input_and_output_of_a_pure_stage_is_found(string member) => Assert.NotEmpty(
        CoreRules.Impurities(Plant("Processing/Planted.cs", $"class Planted {{ {member} }}")));

    [Theory]
    [InlineData("Microsoft.AspNetCore.Http.HttpContext")]
    [InlineData("Hangfire.BackgroundJob")]
    [InlineData("MudBlazor.MudButton")]
    public void A_planted_stranger_in_Core_is_found(string type) => Assert.NotEmpty(
        CoreRules.StrangersIn(Plant("Loading/Planted.cs", $"class Planted {{ object x = typeof({type}); }}").Libraries));

    [Fact]
    public void A_permission_that_is_not_used_is_found()
    {
        var stage = new Stage("Analysis", "Market", "Loading") { Records = ["Parsing"], Classes = ["Loader"] };

        Assert.Equal(3, stage.Unused([new("Analysis/A.cs", 1, "Market/Symbol.cs", "Symbol", true)]).Count());
    }

    [Theory]
    [InlineData("Api", "Components"), InlineData("Jobs", "Api"), InlineData("Components", "Jobs")]
    public void A_planted_direction_between_pages_API_and_jobs_is_found(string folder, string other) =>
        Assert.NotEmpty(WebRules.WrongDirections(PlantInWeb($"{folder}/Planted.cs", Naming(Web.TypeIn(other))).Own));

    [Fact]
    public void Planted_Hangfire_in_a_page_is_found() =>
        Assert.NotEmpty(WebRules.Hangfire(PlantInWeb("Components/Planted.cs", Naming("Hangfire.BackgroundJob")).Libraries));

    [Fact]
    public void Planted_Identity_in_a_page_is_found() => Assert.NotEmpty(WebRules.Identity(
        PlantInWeb("Components/Stocks/Planted.cs", Naming("Microsoft.AspNetCore.Identity.IdentityUser")).Libraries));

    [Fact]
    public void Planted_raw_markup_is_found() => Assert.NotEmpty(WebRules.Forbidden(
        PlantInWeb("Components/Planted.cs", Naming("Microsoft.AspNetCore.Components.MarkupString")).Libraries));

    [Fact]
    public void A_second_module_with_a_chart_library_is_found() => Assert.Equal(
        ["apexcharts is known to a.js, b.js"],
        WebRules.SharedChartLibraries(
        [
            ("a.js", "import ApexCharts from '../../lib/apexcharts.esm.js';"),
            ("b.js", "const x = await import(\"/lib/apexcharts.esm.js\");"),
            ("c.js", "import { createChart } from 'lightweight-charts'; // apexcharts"),
        ]));

    [Fact]
    public void A_page_is_known_by_the_component_that_the_compiler_made_of_it() =>
        Assert.Contains(Web.Uses.Own, use => Path.GetExtension(use.File) == ".razor" && Path.GetExtension(use.Target) == ".razor");

    [Fact]
    public void An_arrow_that_follows_from_two_others_is_not_drawn()
    {
        Use[] uses =
        [
            new("Querying/A.cs", 1, "Loading/B.cs", "B", false),
            new("Loading/B.cs", 1, "Market/C.cs", "C", false),
            new("Querying/A.cs", 2, "Market/C.cs", "C", false),
        ];

        Assert.Equal("\n```mermaid\ngraph TD\nLoading --> Market\nQuerying --> Loading\n```\n", Arrows.Draw(uses));
    }

    [Fact]
    public void A_name_that_the_compiler_does_not_know_is_not_passed_over() =>
        Assert.Equal(["Market/Planted.cs:1 Unknown"], Plant("Market/Planted.cs", "class Planted { Unknown? x; }").Unresolved);

    private static string Naming(string type) => $"class Planted {{ object x = typeof({type}); }}";

    private static Uses Plant(string path, string text) => Core.Planted(path, text);

    private static Uses PlantInWeb(string path, string text) => Web.Planted(path, text);
}
