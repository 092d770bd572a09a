namespace CreamPie.Web.Components.Layout;

/// <summary>Light or dark, as the visitor chose it on this browser.</summary>
internal static class Theme
{
    public const string Cookie = "creampie-theme";

    /// <summary>"light" or "dark"; null: no choice was made, his system decides.</summary>
    public static string? Of(HttpContext context) => context.Request.Cookies[Cookie] is "light" or "dark" ? context.Request.Cookies[Cookie] : null;
}
