namespace CreamPie.Web.Components.Integrations;

/// <summary>What a tool is given to read with.</summary>
internal enum Access { Key, Feed }

/// <summary>How one tool reads CreamPie.</summary>
/// <param name="Id">The anchor on the page.</param>
/// <param name="Tool">Its name.</param>
/// <param name="Access">What it reads with.</param>
/// <param name="Lead">Where in the tool, and what it depends on; plain text.</param>
/// <param name="Steps">In this order.</param>
internal sealed record Recipe(string Id, string Tool, Access Access, string Lead, params Step[] Steps)
{
    /// <summary>Stands for the address of the installation, in the code and in the documentation.</summary>
    public const string Example = "https://stocks.example.org";
}

/// <summary>Something to copy into the tool.</summary>
/// <param name="Label">What it is; plain text.</param>
/// <param name="Language">Of the code, as Markdown names it.</param>
/// <param name="Code">With <see cref="Recipe.Example"/>, and placeholders for secrets.</param>
internal sealed record Step(string Label, string Language, string Code)
{
    public string At(string address) => Code.Replace(Recipe.Example, address, StringComparison.Ordinal);
}
