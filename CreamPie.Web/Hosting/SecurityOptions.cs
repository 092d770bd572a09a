namespace CreamPie.Web.Hosting;

/// <summary>Where the secret lies that protects all others.</summary>
internal sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>Of <see cref="KeyFile"/>: no file.</summary>
    public const string None = "none";

    /// <summary>
    /// A certificate with its RSA key, as PEM or PKCS #12, outside of the data folder; it is made if there is none. Without this setting it
    /// is beside the data folder in Production with SQLite: processes that share a database must share the file.
    /// </summary>
    public string? KeyFile { get; set; }

    /// <summary>Of a PKCS #12 file.</summary>
    public string? KeyFilePassword { get; set; }
}
