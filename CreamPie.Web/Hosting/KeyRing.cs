using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using CreamPie.Core.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting;

/// <summary>
/// The keys in the database, before anything reads them. New ones are protected by the framework; those of an installation that had no
/// key file are protected here.
/// </summary>
internal sealed partial class KeyRing(
    IDbContextFactory<CreamPieDbContext> contexts, KeyFile file, IDataProtectionProvider protection, IHostEnvironment environment,
    ILoggerFactory logs)
{
    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XNamespace Signature = "http://www.w3.org/2000/09/xmldsig#";

    private readonly ILogger _log = logs.CreateLogger<KeyRing>();

    /// <exception cref="OptionsValidationException">
    /// Keys are protected by another file: going on would sign everybody out, and make what else they protect unreadable.
    /// </exception>
    public async Task ProtectAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var changed = 0;
        foreach (var row in await db.DataProtectionKeys.Where(k => k.Xml != null).ToListAsync(cancellationToken))
        {
            var key = XElement.Parse(row.Xml!);
            if (key.Descendants(Signature + "X509Certificate").Any(IsForeign))
                throw new OptionsValidationException(SecurityOptions.Section, typeof(SecurityOptions), [Lost()]);
            if (file.Certificate is not { } certificate || !Protect(key, certificate))
                continue;
            row.Xml = key.ToString(SaveOptions.DisableFormatting);
            changed++;
        }
        await db.SaveChangesAsync(cancellationToken);
        if (changed > 0)
            Log.Protected(_log, changed, file.Path!);
        if (file.Certificate is null && environment.IsServing())
            Log.InTheClear(_log);
        // Makes the first key now, under the lock of the start: two nodes that made one each would not read the other's cookies.
        protection.CreateProtector(nameof(KeyRing)).Protect([]);
    }

    private bool IsForeign(XElement certificate) =>
        file.Certificate?.RawData.AsSpan().SequenceEqual(Convert.FromBase64String(certificate.Value)) != true;

    private bool Protect(XElement key, X509Certificate2 certificate)
    {
        var secrets = key.Descendants().Where(e => (bool?)e.Attribute(Protection + "requiresEncryption") == true).ToList();
        var encryptor = new CertificateXmlEncryptor(certificate, logs);
        foreach (var secret in secrets)
        {
            var encrypted = encryptor.Encrypt(secret);
            secret.ReplaceWith(new XElement(
                Protection + "encryptedSecret",
                new XAttribute("decryptorType", encrypted.DecryptorType.AssemblyQualifiedName!),
                encrypted.EncryptedElement));
        }
        return secrets.Count > 0;
    }

    private string Lost() =>
        "Security__KeyFile: the keys in the database are protected by another key file"
        + (file.Path is null ? ", and there is none here. " : $" than {file.Path}. ")
        + "Put the file back. If it is lost, delete the rows of the table data_protection_keys: everybody has to sign in again, links "
        + "in mails no longer work, and authenticator apps have to be set up again, after a sign-in with a recovery code or a passkey, "
        + "or after an admin has reset the second factor.";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Protected {Count} keys in the database, which were in the clear, by {File}.")]
        public static partial void Protected(ILogger logger, int count, string file);

        [LoggerMessage(
            2, LogLevel.Warning,
            "The data protection keys are stored unencrypted in the database: read access to it, or to a backup, is enough to sign in as "
            + "any user. Set Security__KeyFile to a file outside of what is backed up; it is made if it does not exist.")]
        public static partial void InTheClear(ILogger logger);
    }
}

internal static class KeyRingServices
{
    public static void AddKeyRing(this WebApplicationBuilder builder)
    {
        var file = KeyFile.Open(builder.Configuration, builder.Environment);
        var protection = builder.Services.AddDataProtection().SetApplicationName("CreamPie").PersistKeysToDbContext<CreamPieDbContext>();
        if (file.Certificate is not null)
            protection.ProtectKeysWithCertificate(file.Certificate);
        builder.Services.AddSingleton(file);
        builder.Services.AddSingleton<KeyRing>();
    }
}
