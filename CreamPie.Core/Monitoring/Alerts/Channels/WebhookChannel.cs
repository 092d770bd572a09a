using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Storage.Tables.Operating;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Monitoring.Alerts.Channels;

/// <summary>Posts each message to the operator's address, signed, over a guarded connection; reads no more than the status.</summary>
public sealed class WebhookChannel : IAlertChannel, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly AlertOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <param name="options">Address and secret.</param>
    /// <param name="time">Of the header webhook-timestamp.</param>
    public WebhookChannel(IOptions<AlertOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _http = new(OutboundConnections.CreateHandler(Patience, _options.AllowPrivateNetworks, "Alerts__AllowPrivateNetworks"))
        {
            Timeout = Patience,
        };
    }

    /// <inheritdoc/>
    public string Name => "webhook";

    /// <inheritdoc/>
    public bool IsOn => !string.IsNullOrWhiteSpace(_options.WebhookUrl);

    /// <inheritdoc/>
    public async Task<AlertFailure?> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        if (!WebhookSignature.TryKey(_options.WebhookSecret, out var key))
            return new("Alerts__WebhookSecret is missing.");
        using var request = Request(message, key);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode
                ? null
                : new(
                    string.Create(CultureInfo.InvariantCulture, $"The webhook answered {(int)response.StatusCode}."),
                    // Standard Webhooks: the receiver is gone for good.
                    IsFinal: response.StatusCode == HttpStatusCode.Gone);
        }
        catch (ConnectionRefusedException refused)
        {
            return new($"The webhook was not called: {refused.Message}");
        }
        catch (HttpRequestException fault)
        {
            return new(fault.InnerException is ConnectionRefusedException refused
                ? $"The webhook was not called: {refused.Message}"
                : $"The webhook could not be reached: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new("The webhook did not answer within 20 seconds.");
        }
    }

    private HttpRequestMessage Request(AlertMessage message, byte[] key)
    {
        var (id, timestamp) = ($"msg_{message.Id:N}", _time.GetUtcNow().ToUnixTimeSeconds());
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type = message.IsRecovery ? "creampie.alert.recovered" : "creampie.alert.raised",
                timestamp = DateTime.SpecifyKind(message.CreatedAt, DateTimeKind.Utc),
                data = new { key = message.Key, title = message.Title, detail = message.Detail },
            });
        return new(HttpMethod.Post, _options.WebhookUrl)
        {
            Headers =
            {
                { "webhook-id", id },
                { "webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture) },
                { "webhook-signature", WebhookSignature.Of(key, id, timestamp, body) },
                { "User-Agent", "CreamPie" },
            },
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();
}
