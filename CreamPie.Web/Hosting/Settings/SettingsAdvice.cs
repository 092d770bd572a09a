using CreamPie.Core.Accounts;
using CreamPie.Core.Backups;
using CreamPie.Core.Retrieval;
using CreamPie.Web.Accounts;
using CreamPie.Web.Accounts.Mail;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting.Settings;

/// <summary>What an operator should look at again.</summary>
internal sealed class SettingsAdvice(
    KeyFile keys,
    IHostEnvironment environment,
    IOptions<HostingOptions> hosting,
    IOptions<MailOptions> mail,
    IOptions<AccountsOptions> accounts,
    IOptions<BootstrapOptions> bootstrap,
    IOptions<RetrievalOptions> retrieval,
    IOptions<BackupOptions> backups)
{
    /// <summary>A sentence each, naming the setting; empty if there is nothing to say.</summary>
    public IReadOnlyList<string> Sentences() => [.. All().OfType<string>()];

    private IEnumerable<string?> All()
    {
        var url = hosting.Value.PublicUri;
        if (!hosting.Value.IsHttps && !url.IsLoopback)
        {
            yield return $"{hosting.Value.PublicUrl} is not encrypted: passwords and prices cross the network in the clear. "
                + "Put a proxy with https in front and set Hosting__PublicUrl to its address.";
        }
        if (hosting.Value.IsHttps && hosting.Value.KnownProxies.Length == 0)
        {
            yield return "Hosting__PublicUrl is https and no proxy is trusted: if there is one, name it in Hosting__KnownProxies, "
                + "or requests are redirected in circles.";
        }
        if (!mail.Value.HasServer)
        {
            yield return accounts.Value.IsOpen
                ? "There is no mail server (Mail__Host), and registration is open: links are only in the folder mail in Storage__Path."
                : "There is no mail server (Mail__Host): invitations and links are only in the folder mail in Storage__Path.";
        }
        else if (!mail.Value.UseTls)
            yield return "Mail__UseTls is false: mails and their links are sent unencrypted.";
        if (keys.Certificate is null && environment.IsServing())
        {
            yield return "The data-protection keys are stored unencrypted in the database: a copy of it is enough to sign in as anyone. "
                + "Set Security__KeyFile.";
        }
        if (!backups.Value.AreDaily && environment.IsProduction())
            yield return "No backups are made. Set Backups__Folder to a folder outside of the data folder.";
        if (bootstrap.Value.IsGiven)
            yield return "Bootstrap__AdminPassword is no longer used: there is an admin. Remove it.";
        if (!retrieval.Value.RespectRobots)
            yield return "Retrieval__RespectRobots is false: make sure that the sources permit this.";
        if (retrieval.Value.AllowPrivateNetworks && environment.IsServing())
            yield return "Retrieval__AllowPrivateNetworks is true: a source's address may lead into your own network.";
    }
}
