using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CreamPie.Core.Monitoring.Alerts.Channels;

/// <summary>Signatures as Standard Webhooks defines them: HMAC-SHA256 over id, time and body (standardwebhooks.com).</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The key in a secret.</summary>
    public static bool TryKey(string? secret, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (secret?.StartsWith(Prefix, StringComparison.Ordinal) != true)
            return false;
        var bytes = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length) || length is < 24 or > 64)
            return false;
        key = bytes[..length];
        return true;
    }

    /// <summary>The value of the header webhook-signature.</summary>
    public static string Of(byte[] key, string id, long timestamp, byte[] body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. head, .. body]));
    }
}
