namespace CreamPie.Web.Accounts.External;

/// <summary>
/// The house's own identity providers: <c>Oidc__0__Name</c>, <c>Oidc__0__Issuer</c>, ... for the first, <c>Oidc__1__</c> for the next.
/// </summary>
internal sealed class OidcOptions
{
    public const string Section = "Oidc";

    public IReadOnlyList<OidcProvider> Providers { get; internal set; } = [];

    public static IReadOnlyList<OidcProvider> Read(IConfiguration configuration) =>
        configuration.GetSection(Section).Get<List<OidcProvider>>() ?? [];

    public static bool AreComplete(OidcOptions options) => options.Providers.All(p =>
        !string.IsNullOrWhiteSpace(p.Name) && !string.IsNullOrWhiteSpace(p.ClientId) && !string.IsNullOrWhiteSpace(p.ClientSecret));

    /// <summary>Plain http only within this machine, for trials.</summary>
    public static bool HaveSafeIssuers(OidcOptions options) => options.Providers.All(p =>
        Uri.TryCreate(p.Issuer, UriKind.Absolute, out var issuer)
        && (issuer.Scheme == Uri.UriSchemeHttps || (issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback)));

    public static bool HaveRoles(OidcOptions options) => options.Providers.All(p =>
        string.IsNullOrEmpty(p.RoleClaim) == (string.IsNullOrEmpty(p.AdminRole) && string.IsNullOrEmpty(p.AnalystRole)));
}

/// <summary>One provider, of which CreamPie is a client.</summary>
internal sealed class OidcProvider
{
    /// <summary>On the button: "Sign in with Contoso".</summary>
    public string Name { get; set; } = "";

    /// <summary>Its discovery document is below it. Kept without a slash at the end, which means nothing.</summary>
    public string Issuer
    {
        get;
        set => field = value.TrimEnd('/');
    } = "";

    public string ClientId { get; set; } = "";
    public string ClientSecret { get; set; } = "";

    /// <summary>
    /// True if the operator vouches for its addresses: it checks or assigns every one of them, and gives none to a second person. They
    /// count as verified unless it says otherwise, and with Accounts__OnlyOidc they link the accounts of before.
    /// </summary>
    public bool TrustsEmail { get; set; }

    /// <summary>Claim that has roles or groups; empty to make every new account an analyst and leave roles to the admins.</summary>
    public string RoleClaim { get; set; } = "";

    /// <summary>Value of the claim that makes an admin.</summary>
    public string AdminRole { get; set; } = "";

    /// <summary>Value of the claim that makes an analyst; whoever has neither may not sign in.</summary>
    public string AnalystRole { get; set; } = "";
}
