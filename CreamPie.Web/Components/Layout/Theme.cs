using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Components.Layout;

/// <summary>Light or dark, as chosen in this browser.</summary>
internal static class Theme
{
    public const string Cookie = "creampie-theme";

    /// <summary>"light" or "dark"; null without a choice, to follow the system.</summary>
    public static string? Of(HttpContext context) =>
        context.Request.Cookies[Cookie] is "light" or "dark" ? context.Request.Cookies[Cookie] : null;

    /// <summary>For the pages without a script.</summary>
    public static void MapTheme(this WebApplication app) => app.MapPost("/theme", Choose).AllowAnonymous().ExcludeFromDescription();

    private static RedirectHttpResult Choose([FromForm] string? theme, [FromForm] string? returnUrl, HttpContext context)
    {
        if (theme is "light" or "dark")
            context.KeepTheme(theme);
        return TypedResults.LocalRedirect(LocalUrl.OrStart(returnUrl));
    }

    /// <summary>The script of the app pages writes the same cookie.</summary>
    /// <param name="theme">Null to follow the system again.</param>
    public static void KeepTheme(this HttpContext context, string? theme)
    {
        var options = new CookieOptions
        {
            Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        };
        if (theme is null)
            context.Response.Cookies.Delete(Cookie, options);
        else
            context.Response.Cookies.Append(Cookie, theme, options);
    }
}
