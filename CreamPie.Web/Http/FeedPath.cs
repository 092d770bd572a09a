namespace CreamPie.Web.Http;

/// <summary>Addresses of feeds. What stands between the slashes after the root opens the feed, so nothing but the gate sees it.</summary>
internal static class FeedPath
{
    public const string Root = "/feeds";

    /// <summary>Stands in the path of a request for the token that was there.</summary>
    public const string Masked = "-";

    public static string Of(string token) => $"{Root}/{token}";
}
