using System.Text;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Architecture;

/// <summary>
/// The picture in Core's README, drawn from the code: <c>dotnet run --project CreamPie.Tests -- arrows</c> writes it. An
/// arrow that follows from two others is left out.
/// </summary>
internal static class Arrows
{
    private const string Begin = "<!-- arrows: drawn from the code by `dotnet run --project CreamPie.Tests -- arrows` -->";
    private const string End = "<!-- /arrows -->";

    private static readonly string Readme = Path.Combine(Repository.Root, "CreamPie.Core", "README.md");

    public static string InReadme() => Parts(File.ReadAllText(Readme)).Picture;

    public static void Write()
    {
        var (before, _, after) = Parts(File.ReadAllText(Readme));
        File.WriteAllText(Readme, before + Draw(CompiledProject.Core.Uses.Own) + after);
    }

    public static string Draw(IEnumerable<Use> uses)
    {
        var order = CoreStages.All.Select(s => s.Name).ToList();
        var arrows = Rooms.Arrows(uses, "").Select(a => a.Key)
            .OrderBy(a => order.IndexOf(a.From)).ThenBy(a => order.IndexOf(a.To)).ToList();
        var picture = new StringBuilder("\n```mermaid\ngraph TD\n");
        foreach (var (from, to) in arrows.Where(a => !FollowsFromOthers(a, arrows)))
            picture.Append(from).Append(" --> ").Append(to).Append('\n');
        return picture.Append("```\n").ToString();
    }

    private static bool FollowsFromOthers((string From, string To) arrow, IReadOnlyList<(string From, string To)> arrows) =>
        Rooms.Reached(arrow.From, arrows.Where(a => a != arrow).ToLookup(a => a.From, a => a.To)).Contains(arrow.To);

    private static (string Before, string Picture, string After) Parts(string readme)
    {
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin < Begin.Length || end < begin
            ? throw new InvalidOperationException($"{Readme} has no lines {Begin} and {End}.")
            : (readme[..begin], readme[begin..end], readme[end..]);
    }
}
