namespace CreamPie.Web.Components.Layout;

internal static class LocalUrl
{
    /// <summary>A path on this server, never another one: browsers read //host, /\host and /&lt;tab&gt;/host as an address elsewhere.</summary>
    public static string OrStart(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";
}
