using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Web.Accounts.External;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.CommandLine;

/// <summary>
/// The commands on admins where nobody has a password (Accounts__OnlyOidc): they print a link, with which somebody of the identity
/// provider gets in.
/// </summary>
internal sealed class AdminLinks(IServiceProvider services, ITerminal terminal)
{
    private readonly LocalLinks _links = services.GetRequiredService<LocalLinks>();
    private readonly IReadOnlyList<OidcProvider> _providers = services.GetRequiredService<IOptions<OidcOptions>>().Value.Providers;

    public static bool AreNeeded(IServiceProvider services) =>
        services.GetRequiredService<IOptions<AccountsOptions>>().Value.OnlyOidc;

    public async Task<IReadOnlyList<string>> CreateAsync(Caller caller, string email, CancellationToken cancellationToken) =>
        await PrintAsync(await _links.ForNewAdminAsync(caller, email, cancellationToken), $"becomes the admin {email}");

    public async Task<IReadOnlyList<string>> ResetAsync(
        Caller caller, string email, bool resetsSecondFactor, CancellationToken cancellationToken) =>
        await PrintAsync(
            await _links.ForAccountAsync(caller, email, resetsSecondFactor, cancellationToken),
            $"gets into the account of {email}, whose sessions ended");

    private async Task<IReadOnlyList<string>> PrintAsync(LocalLink link, string becomes)
    {
        if (link.Token is not { } token)
            return [link.Problem!];
        var root = services.GetRequiredService<PublicUrl>().Or(services.GetRequiredService<IOptions<HostingOptions>>().Value.PublicUrl);
        var names = string.Join(" or ", _providers.Select(p => p.Name));
        await terminal.Output.WriteLineAsync(
            $"No password was set: with Accounts__OnlyOidc none lets anybody in. Whoever opens this link within an hour and signs in with "
            + $"{names} {becomes}. It works once.");
        await terminal.Output.WriteLineAsync(InvitationMails.LinkOf(token, root));
        foreach (var provider in _providers.Where(p => p.RoleClaim.Length > 0))
        {
            await terminal.Output.WriteLineAsync(
                $"Roles follow {provider.Name}: somebody is an admin here only if the claim {provider.RoleClaim} there has "
                + $"\"{provider.AdminRole}\".");
        }
        return [];
    }
}
