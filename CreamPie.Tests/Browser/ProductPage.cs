namespace CreamPie.Tests.Browser;

/// <summary>Every page of the product: the tests and the screenshot command visit them all.</summary>
/// <param name="IsRefusal">The page is expected to answer with an error.</param>
internal sealed record ProductPage(string Name, string Path, Visitor Visitor, bool IsRefusal = false)
{
    /// <summary>Stands for the number of a document that was refused.</summary>
    public const string Refused = "refused";

    /// <summary>Stands for the key of the analyst's account.</summary>
    public const string Analyst = "analyst-id";

    /// <summary>Stands for the token of an open invitation.</summary>
    public const string Invitation = "open-invitation";

    /// <summary>Reached with a password only.</summary>
    public const string SecondStep = "/account/sign-in/code";

    public static readonly IReadOnlyList<ProductPage> All =
    [
        new("landing", "/", Visitor.Anonymous),
        new("sign-in", "/account/sign-in", Visitor.Anonymous),
        new("register", "/account/register", Visitor.Anonymous),
        new("confirm", "/account/confirm?user=somebody&token=something", Visitor.Anonymous),
        new("confirm-refused", "/account/confirm", Visitor.Anonymous, IsRefusal: true),
        new("resend", "/account/resend", Visitor.Anonymous),
        new("forgot", "/account/forgot", Visitor.Anonymous),
        new("reset", "/account/reset?user=somebody&token=something", Visitor.Anonymous),
        new("reset-refused", "/account/reset", Visitor.Anonymous, IsRefusal: true),
        new("invitation", $"/account/invitation?token={Invitation}", Visitor.Anonymous),
        new("invitation-refused", "/account/invitation", Visitor.Anonymous, IsRefusal: true),
        new("confirm-email", "/account/email/confirm?user=somebody&token=something&email=new@example.org", Visitor.Analyst),
        new("sign-in-code", SecondStep, Visitor.Anonymous),
        new("account-deleted", "/account/deleted", Visitor.Anonymous),
        new("set-up", "/setup", Visitor.Anonymous, IsRefusal: true),
        new("forbidden", "/account/denied", Visitor.Anonymous, IsRefusal: true),
        new("nothing-here", "/there-is-no-such-page", Visitor.Analyst, IsRefusal: true),
        new("account", "/account", Visitor.Analyst),
        new("account-new-password", "/account/new-password", Visitor.Asked),
        new("account-profile", "/account/profile", Visitor.Analyst),
        new("account-email", "/account/email", Visitor.Analyst),
        new("account-two-step", "/account/two-step", Visitor.Analyst),
        new("account-passkeys", "/account/passkeys", Visitor.Analyst),
        new("account-providers", "/account/providers", Visitor.Analyst),
        new("account-keys", "/account/keys", Visitor.Analyst),
        new("account-feeds", "/account/feeds", Visitor.Analyst),
        new("account-preferences", "/account/preferences", Visitor.Analyst),
        new("account-data", "/account/data", Visitor.Analyst),
        new("prove", "/account/prove", Visitor.Analyst),
        new("stocks", "/stocks", Visitor.Analyst),
        new("stock", "/stocks/LEMN", Visitor.Analyst),
        new("stock-all", "/stocks/PIE?range=all&adjust=all", Visitor.Analyst),
        new("stock-without-bars", "/stocks/WALL", Visitor.Analyst),
        new("stock-untracked", "/stocks/CAKE", Visitor.Analyst),
        new("compare", "/compare?symbols=PIE,LEMN,CAKE&range=5y", Visitor.Analyst),
        new("compare-nothing", "/compare", Visitor.Analyst),
        new("track", "/track", Visitor.Analyst),
        new("integrations", "/integrations", Visitor.Analyst),
        new("not-for-this-role", "/admin/tracked", Visitor.Analyst, IsRefusal: true),
        new("admin-overview", "/admin/overview", Visitor.Admin),
        new("admin-pulls", "/admin/tracked", Visitor.Admin),
        new("admin-documents", "/admin/documents", Visitor.Admin),
        new("admin-document", "/admin/documents/1", Visitor.Admin),
        new("admin-document-refused", $"/admin/documents/{Refused}", Visitor.Admin),
        new("admin-dead-letters", "/admin/dead-letters", Visitor.Admin),
        new("admin-sources", "/admin/sources", Visitor.Admin),
        new("admin-users", "/admin/users", Visitor.Admin),
        new("admin-user", $"/admin/users/{Analyst}", Visitor.Admin),
        new("admin-audit", "/admin/audit", Visitor.Admin),
        new("admin-backups", "/admin/backups", Visitor.Admin),
        new("admin-settings", "/admin/settings", Visitor.Admin),
        new("admin-why", "/stocks/WALL", Visitor.Admin),
    ];

    /// <summary>Where the browser is once it is open; a placeholder at its end has no text of its own.</summary>
    public string Address => new Uri(new Uri("http://x"), Path).AbsolutePath
        .Replace(Refused, "", StringComparison.Ordinal).Replace(Analyst, "", StringComparison.Ordinal);

    public static ProductPage Named(string name) => All.Single(p => p.Name == name);
}
