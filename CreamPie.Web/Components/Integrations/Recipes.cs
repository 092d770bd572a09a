namespace CreamPie.Web.Components.Integrations;

/// <summary>
/// The recipes of the page and of docs/integrations.md, which <c>dotnet run --project CreamPie.Tests -- integrations</c> writes.
/// </summary>
internal static class Recipes
{
    public static readonly IReadOnlyList<Recipe> All = [.. ScriptRecipes.All, .. SheetRecipes.All, .. ProgramRecipes.All];
}
