using CreamPie.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>
/// Root of the links in mails: the configured address. Without one, that of the request: only this machine's own names and
/// Hosting__AllowedHosts are served then, so that a forged Host cannot make us mail links to elsewhere.
/// </summary>
internal sealed class PublicUrl(IOptions<HostingOptions> hosting, IConfiguration configuration)
{
    public string Of(HttpRequest request) => configuration[$"{HostingOptions.Section}:{nameof(HostingOptions.PublicUrl)}"] is null
        ? $"{request.Scheme}://{request.Host}"
        : hosting.Value.PublicUrl.TrimEnd('/');
}
