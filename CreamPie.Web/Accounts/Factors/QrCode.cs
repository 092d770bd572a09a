using QRCoder;

namespace CreamPie.Web.Accounts.Factors;

/// <summary>What an authenticator app scans.</summary>
internal static class QrCode
{
    /// <summary>The key as an app's camera reads it.</summary>
    public static string Address(string key, string email) =>
        $"otpauth://totp/CreamPie:{Uri.EscapeDataString(email)}?secret={key}&issuer=CreamPie&digits=6&period=30";

    /// <summary>A picture as a data address: the content-security policy allows those, and no markup is written by hand.</summary>
    public static string Picture(string text)
    {
        using var codes = new QRCodeGenerator();
        using var code = codes.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return "data:image/png;base64," + Convert.ToBase64String(picture.GetGraphic(5));
    }
}
