namespace CreamPie.Tests.Support;

/// <summary>Clients at network addresses of their own: the application must trust the proxy that this test is.</summary>
internal static class Addresses
{
    /// <summary>A setting of the application.</summary>
    public static readonly KeyValuePair<string, string> Trusted = KeyValuePair.Create("Hosting:KnownProxies", "127.0.0.1");

    /// <summary>An anonymous client that keeps cookies, at this address.</summary>
    public static HttpClient From(this TestApplication app, string address)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }
}
