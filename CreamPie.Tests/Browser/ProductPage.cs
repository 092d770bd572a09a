namespace CreamPie.Tests.Browser;

/// <summary>Every page of the product: the tests and the screenshot command visit them all.</summary>
/// <param name="IsRefusal">The page is expected to answer with an error.</param>
internal sealed record ProductPage(string Name, string Path, Visitor Visitor, bool IsRefusal = false)
{
    /// <summary>Stands for the number of a document that was refused.</summary>
    public const string Refused = "refused";

    public static readonly IReadOnlyList<ProductPage> All =
    [
        new("landing", "/", Visitor.Anonymous),
        new("sign-in", "/account/sign-in", Visitor.Anonymous),
        new("register", "/account/register", Visitor.Anonymous),
        new("confirm", "/account/confirm?user=somebody&token=something", Visitor.Anonymous),
        new("confirm-refused", "/account/confirm", Visitor.Anonymous, IsRefusal: true),
        new("resend", "/account/resend", Visitor.Anonymous),
        new("set-up", "/setup", Visitor.Anonymous, IsRefusal: true),
        new("forbidden", "/account/denied", Visitor.Anonymous, IsRefusal: true),
        new("nothing-here", "/there-is-no-such-page", Visitor.Analyst, IsRefusal: true),
        new("account", "/account", Visitor.Analyst),
        new("stocks", "/stocks", Visitor.Analyst),
        new("stock", "/stocks/LEMN", Visitor.Analyst),
        new("stock-all", "/stocks/PIE?range=all&adjust=all", Visitor.Analyst),
        new("stock-without-bars", "/stocks/WALL", Visitor.Analyst),
        new("stock-untracked", "/stocks/CAKE", Visitor.Analyst),
        new("track", "/track", Visitor.Analyst),
        new("not-for-this-role", "/admin/tracked", Visitor.Analyst, IsRefusal: true),
        new("admin-pulls", "/admin/tracked", Visitor.Admin),
        new("admin-documents", "/admin/documents", Visitor.Admin),
        new("admin-document", "/admin/documents/1", Visitor.Admin),
        new("admin-document-refused", $"/admin/documents/{Refused}", Visitor.Admin),
        new("admin-dead-letters", "/admin/dead-letters", Visitor.Admin),
        new("admin-sources", "/admin/sources", Visitor.Admin),
        new("admin-why", "/stocks/WALL", Visitor.Admin),
    ];

    public static ProductPage Named(string name) => All.Single(p => p.Name == name);
}
