namespace CreamPie.Web.Components.Layout;

internal static class LocalUrl
{
    /// <summary>True for a path on this server: browsers read //host, /\host and /&lt;tab&gt;/host as an address elsewhere.</summary>
    public static string OrStart(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";
}
