using System.Text;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Integrations;

namespace CreamPie.Tests.Components.Integrations;

/// <summary>docs/integrations.md says what the page says: <c>dotnet run --project CreamPie.Tests -- integrations</c> writes it.</summary>
internal static class IntegrationsDocument
{
    public static string File { get; } = Path.Combine(Repository.Root, "docs", "integrations.md");

    public static void Write() => System.IO.File.WriteAllText(File, Text());

    public static string Text()
    {
        var text = new StringBuilder("# Integrations\n\n")
            .Append("Written from the code by `dotnet run --project CreamPie.Tests -- integrations`. The page `/integrations` of an ")
            .Append("installation has the same\nrecipes with its own address; here it is `").Append(Recipe.Example)
            .Append("`.\n\nWhat can send a header reads with an API key (Account, API keys): put it in place of `<your key>`. ")
            .Append("What can only open an\naddress reads a feed (Account, Feeds): put its link in place of `<feed link>`. ")
            .Append("Whoever has a feed's link reads what it holds.\n");
        foreach (var recipe in Recipes.All)
        {
            text.Append("\n## ").Append(recipe.Tool).Append("\n\n")
                .Append(recipe.Access == Access.Key ? "With an API key. " : "With a feed. ").Append(recipe.Lead).Append('\n');
            foreach (var step in recipe.Steps)
                text.Append(string.Concat("\n", step.Label, ":\n\n```", step.Language, "\n")).Append(step.Code).Append("\n```\n");
        }
        return text.ToString();
    }
}
