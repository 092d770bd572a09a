using System.Net.Http.Json;
using CreamPie.Tests.Api;

namespace CreamPie.Tests.Support;

/// <summary>Programs that call with an API key, and what is read below a feed.</summary>
internal static class KeyClient
{
    public const string Keys = "/api/users/me/api-keys";
    public const string Feeds = "/api/users/me/feeds";

    /// <summary>A client that sends a new key of somebody who is signed in.</summary>
    public static async Task<HttpClient> WithKeyAsync(this TestApplication app, HttpClient owner, params string[] scopes) =>
        app.SendingKey((await owner.AddKeyAsync(scopes)).Key);

    public static HttpClient SendingKey(this TestApplication app, string key)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    public static async Task<(string Id, string Key)> AddKeyAsync(this HttpClient owner, params string[] scopes)
    {
        using var answer = await owner.PostAsJsonAsync(Keys, new { name = "Script", scopes });
        var key = await answer.EnsureSuccessStatusCode().JsonAsync();
        return (Json.Text(key, "id")!, Json.Text(key, "key")!);
    }

    /// <summary>A new feed; its link is a path.</summary>
    public static async Task<(string Id, string Link)> AddFeedAsync(
        this HttpClient owner, IReadOnlyList<string>? symbols = null, string? expiresAt = null)
    {
        using var answer = await owner.PostAsJsonAsync(Feeds, new { name = "Sheet", symbols, expiresAt });
        var feed = await answer.EnsureSuccessStatusCode().JsonAsync();
        return (Json.Text(feed, "id")!, new Uri(Json.Text(feed, "url")!).AbsolutePath);
    }
}
