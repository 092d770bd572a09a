using System.Globalization;
using System.Security.Cryptography;
using CreamPie.Web.Components.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.External;

internal enum ExternalPurpose
{
    SignIn,
    Link,
    Prove,

    /// <summary>To become the first admin, with the link from the log.</summary>
    Setup,

    /// <summary>To accept an invitation, with the link in the mail.</summary>
    Accept,
}

/// <summary>
/// Sends a browser to a provider. A link and not a form, because the content-security policy lets no form end on another site; so
/// whatever concerns an account that is signed in, or a secret link, carries a token that only its own page has.
/// </summary>
internal sealed class ExternalStart(
    IDataProtectionProvider protection, IOptions<OidcOptions> oidc, EntryCookie entry, TimeProvider time)
{
    private const string PurposeItem = "purpose";
    private const string KeyItem = "key";
    private const string AskedItem = "asked";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _tokens =
        protection.CreateProtector("CreamPie.ExternalStart").ToTimeLimitedDataProtector();

    /// <param name="key">The session, or what <see cref="EntryCookie.Begin"/> returned; null for a sign-in.</param>
    public string Address(int index, ExternalPurpose purpose, string? key, string? returnUrl)
    {
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"account/external/{index}?purpose={purpose}&returnUrl={Uri.EscapeDataString(LocalUrl.OrStart(returnUrl))}");
        return purpose == ExternalPurpose.SignIn
            ? address
            : address + "&token=" + Uri.EscapeDataString(_tokens.Protect(TextOf(index, purpose, key), Patience));
    }

    public static ExternalPurpose PurposeOf(AuthenticationProperties? properties) =>
        Enum.TryParse<ExternalPurpose>(ItemOf(properties, PurposeItem), out var purpose) ? purpose : ExternalPurpose.SignIn;

    /// <summary>UTC, in seconds since 1970; when the browser was sent to the provider.</summary>
    public static long? AskedAt(AuthenticationProperties? properties) =>
        long.TryParse(ItemOf(properties, AskedItem), CultureInfo.InvariantCulture, out var asked) ? asked : null;

    /// <summary>True if it is the session, or the page, that sent the browser to the provider.</summary>
    public bool IsSame(AuthenticationProperties? properties, ExternalPurpose purpose, HttpContext context) =>
        ItemOf(properties, KeyItem) is { } key && key == KeyOf(purpose, context);

    public Results<ChallengeHttpResult, NotFound, ForbidHttpResult> Start(
        int index, ExternalPurpose purpose, string? returnUrl, string? token, HttpContext context)
    {
        if (index < 0 || index >= oidc.Value.Providers.Count || !Enum.IsDefined(purpose))
            return TypedResults.NotFound();
        var key = KeyOf(purpose, context);
        if (purpose != ExternalPurpose.SignIn && (key is null || Opened(token) != TextOf(index, purpose, key)))
            return TypedResults.Forbid();
        var properties = new AuthenticationProperties { RedirectUri = LocalUrl.OrStart(returnUrl) };
        properties.Items[PurposeItem] = purpose.ToString();
        properties.Items[AskedItem] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (key is not null)
            properties.Items[KeyItem] = key;
        return TypedResults.Challenge(properties, [OidcServices.SchemeOf(index)]);
    }

    private string? KeyOf(ExternalPurpose purpose, HttpContext context) => purpose switch
    {
        ExternalPurpose.Link or ExternalPurpose.Prove => SessionTicket.SessionOf(context.User)?.ToString(),
        ExternalPurpose.Setup or ExternalPurpose.Accept => entry.Read(context, purpose)?.Key,
        _ => null,
    };

    private string? Opened(string? token)
    {
        try
        {
            return string.IsNullOrEmpty(token) ? null : _tokens.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? ItemOf(AuthenticationProperties? properties, string name) =>
        properties?.Items.TryGetValue(name, out var text) == true ? text : null;

    private static string TextOf(int index, ExternalPurpose purpose, string? key) =>
        string.Create(CultureInfo.InvariantCulture, $"{index} {purpose} {key}");
}

internal static class ExternalEndpoints
{
    public static void MapExternal(this WebApplication app) => app
        .MapGet("/account/external/{index:int}", (
            int index, ExternalPurpose? purpose, string? returnUrl, string? token, HttpContext context, ExternalStart start) =>
            start.Start(index, purpose ?? ExternalPurpose.SignIn, returnUrl, token, context))
        .AllowAnonymous().ExcludeFromDescription();
}
