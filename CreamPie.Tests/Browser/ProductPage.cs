namespace CreamPie.Tests.Browser;

/// <summary>Every page there is: tests visit them all, and so does the command that takes their pictures.</summary>
internal sealed record ProductPage(string Name, string Path, Visitor Visitor, bool IsRefusal = false)
{
    public static readonly IReadOnlyList<ProductPage> All =
    [
        new("landing", "/", Visitor.Anonymous),
        new("sign-in", "/account/sign-in", Visitor.Anonymous),
        new("refused", "/account/denied", Visitor.Anonymous, IsRefusal: true),
        new("nothing-here", "/there-is-no-such-page", Visitor.Analyst, IsRefusal: true),
        new("stocks", "/stocks", Visitor.Analyst),
    ];

    public static ProductPage Named(string name) => All.Single(p => p.Name == name);
}
