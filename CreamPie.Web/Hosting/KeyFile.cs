using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting;

/// <summary>The certificate that protects the key ring: a copy of the database without this file signs in as nobody.</summary>
/// <param name="Path">Null if there is none.</param>
/// <param name="Certificate">Null if there is none.</param>
internal sealed record KeyFile(string? Path, X509Certificate2? Certificate)
{
    private const int KeyBits = 3_072;
    private static readonly KeyFile Nothing = new(null, null);

    /// <summary>Makes the file if it is missing, for its owner only.</summary>
    /// <exception cref="OptionsValidationException">The file that the setting names cannot be used.</exception>
    public static KeyFile Open(IConfiguration configuration, IHostEnvironment environment)
    {
        var security = configuration.GetSection(SecurityOptions.Section).Get<SecurityOptions>() ?? new();
        var data = System.IO.Path.GetFullPath(
            configuration.GetSection(StorageOptions.Section).Get<StorageOptions>()?.Path is { Length: > 0 } given
                ? given
                : new StorageOptions().Path,
            environment.ContentRootPath);
        if (string.Equals(security.KeyFile, SecurityOptions.None, StringComparison.OrdinalIgnoreCase))
            return Nothing;
        if (string.IsNullOrWhiteSpace(security.KeyFile))
            return environment.IsServing() && IsSqlite(configuration) ? Beside(data) : Nothing;
        var path = System.IO.Path.GetFullPath(security.KeyFile, environment.ContentRootPath);
        if (path.StartsWith(data.TrimEnd('/') + '/', StringComparison.Ordinal))
            throw Invalid($"{path} lies in the data folder, so that every backup of the data has the key, too: choose another place.");
        try
        {
            return Read(path, security.KeyFilePassword);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Invalid($"{path} cannot be used: {fault.Message}");
        }
    }

    private static bool IsSqlite(IConfiguration configuration) =>
        configuration.GetSection(DatabaseOptions.Section).GetValue<DatabaseProvider>(nameof(DatabaseOptions.Provider))
            == DatabaseProvider.Sqlite;

    /// <summary>Nothing where the place cannot be written. The root of a container is not kept: no place for a key.</summary>
    private static KeyFile Beside(string data)
    {
        var path = data.TrimEnd('/', '\\') + ".key";
        try
        {
            return System.IO.Path.GetDirectoryName(path) is not { } folder || System.IO.Path.GetPathRoot(folder) == folder
                ? Nothing
                : Read(path, password: null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Nothing;
        }
        catch (CryptographicException fault)
        {
            throw Invalid($"{path} cannot be used: {fault.Message}");
        }
    }

    private static KeyFile Read(string path, string? password)
    {
        if (!File.Exists(path))
            Make(path);
        var certificate = File.ReadAllText(path).StartsWith("-----BEGIN", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromPemFile(path)
            : X509CertificateLoader.LoadPkcs12FromFile(path, password);
        using var key = certificate.GetRSAPrivateKey();
        return key is not null
            ? new KeyFile(path, certificate)
            : throw new CryptographicException("It has no RSA private key.");
    }

    /// <summary>Whole or not at all: another process may make it at the same moment, and the first one's stands.</summary>
    private static void Make(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using var key = RSA.Create(KeyBits);
        var now = DateTimeOffset.UnixEpoch;
        using var certificate = new CertificateRequest("CN=CreamPie", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now, now.AddYears(200));
        var partial = $"{path}.{Guid.NewGuid():N}";
        PrivateFiles.MakeFile(partial);
        File.WriteAllText(partial, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(partial);
        }
    }

    private static OptionsValidationException Invalid(string problem) =>
        new(SecurityOptions.Section, typeof(SecurityOptions), [$"Security__KeyFile: {problem}"]);
}
