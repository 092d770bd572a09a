using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CreamPie.Web.CommandLine;

/// <summary>Asks a running server what its users will ask, from outside.</summary>
/// <param name="root">Its address, with a slash at the end.</param>
/// <param name="key">An API key; null or empty for none.</param>
internal sealed partial class SmokeTest(Uri root, string? key) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = root,
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <param name="wait">How long it may take to get ready.</param>
    /// <param name="onlyReady">Asks nothing else.</param>
    /// <param name="version">What must answer; null for any. Only a key tells.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(bool IsFine, string Sentence)> RunAsync(
        TimeSpan wait, bool onlyReady, string? version, CancellationToken cancellationToken)
    {
        try
        {
            var state = await ReadyAsync(wait, cancellationToken);
            if (onlyReady)
                return (true, $"{root} is ready: {state}.");
            await CheckPageAsync(cancellationToken);
            var served = await CheckApiAsync(version, cancellationToken);
            return (true, $"{root} works: readiness ({state}), sign-in page, API{served}.");
        }
        catch (SmokeFailure failure)
        {
            return (false, failure.Message);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> ReadyAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(wait);
        while (true)
        {
            try
            {
                using var answer = await GetAsync("healthz/ready", HttpStatusCode.OK, cancellationToken);
                return await answer.Content.ReadAsStringAsync(cancellationToken);
            }
            catch (SmokeFailure) when (!patience.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    /// <summary>With its style sheet: behind a proxy in a wrong place it is the page that comes, without its looks.</summary>
    private async Task CheckPageAsync(CancellationToken cancellationToken)
    {
        const string path = "account/sign-in";
        using var answer = await GetAsync(path, HttpStatusCode.OK, cancellationToken);
        var page = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!page.Contains("CreamPie", StringComparison.Ordinal) || StyleSheet().Match(page) is not { Success: true } sheet)
            throw new SmokeFailure($"{root}{path} is not CreamPie's sign-in page.");
        var start = BaseOf().Match(page) is { Success: true } found ? new Uri(root, found.Groups[1].Value) : new Uri(root, path);
        using var style = await GetAsync(new Uri(start, sheet.Groups[1].Value).ToString(), HttpStatusCode.OK, cancellationToken);
    }

    private async Task<string> CheckApiAsync(string? version, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(key))
        {
            using var refused = await GetAsync("api/version", HttpStatusCode.Unauthorized, cancellationToken);
            return version is null
                ? " (without a key)"
                : throw new SmokeFailure($"--expect-version needs an API key, in {SmokeCommand.KeyVariable}.");
        }
        using var answer = await GetAsync("api/version", HttpStatusCode.OK, cancellationToken);
        var served = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("version").GetString();
        if (version is not null && served != version)
            throw new SmokeFailure($"{root} serves version {served}, not {version}.");
        using var stocks = await GetAsync("api/stock-data/symbols?limit=1", HttpStatusCode.OK, cancellationToken);
        return $" of version {served}";
    }

    private async Task<HttpResponseMessage> GetAsync(string address, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (!string.IsNullOrEmpty(key) && address.StartsWith("api/", StringComparison.Ordinal))
            request.Headers.Add("X-Api-Key", key);
        try
        {
            var answer = await _client.SendAsync(request, cancellationToken);
            return answer.StatusCode == expected
                ? answer
                : throw new SmokeFailure(
                    $"{new Uri(root, address)} answered {(int)answer.StatusCode} {answer.ReasonPhrase}, not {(int)expected}"
                    + (answer.Headers.Location is { } elsewhere ? $", and sends to {elsewhere}." : "."));
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new SmokeFailure($"{new Uri(root, address)} does not answer: {fault.Message}");
        }
    }

    [GeneratedRegex("<link[^>]*href=\"([^\"]+\\.css)\"")]
    private static partial Regex StyleSheet();

    [GeneratedRegex("<base href=\"([^\"]+)\"")]
    private static partial Regex BaseOf();

    private sealed class SmokeFailure(string message) : Exception(message);
}
