namespace CreamPie.Core.Monitoring.Alerts;

/// <summary>How operators learn of what needs a person.</summary>
public sealed class AlertOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Alerts";

    /// <summary>Mailbox of the operators; null for none.</summary>
    public string? MailTo { get; set; }

    /// <summary>Receives a request for each message, in the form of Standard Webhooks; null for none.</summary>
    public string? WebhookUrl { get; set; }

    /// <summary>Signs the requests: whsec_ and 24 to 64 bytes in base64.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>Allows a webhook on the own machine or network, and http.</summary>
    public bool AllowPrivateNetworks { get; set; }

    internal static bool HasAddress(AlertOptions options) =>
        string.IsNullOrWhiteSpace(options.WebhookUrl)
        || (Uri.TryCreate(options.WebhookUrl, UriKind.Absolute, out var url) && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && options.AllowPrivateNetworks)));

    internal static bool HasSecret(AlertOptions options) =>
        string.IsNullOrWhiteSpace(options.WebhookUrl) || Channels.WebhookSignature.TryKey(options.WebhookSecret, out _);
}
