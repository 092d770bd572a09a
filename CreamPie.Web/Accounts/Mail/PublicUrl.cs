using CreamPie.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>
/// Where the links of our mails lead: the configured address. Without one, as the request came: only this machine's own
/// names are answered then, so that nobody can have us mail links to elsewhere.
/// </summary>
internal sealed class PublicUrl(IOptions<HostingOptions> hosting, IConfiguration configuration)
{
    public string Of(HttpRequest request) => configuration[$"{HostingOptions.Section}:{nameof(HostingOptions.PublicUrl)}"] is null
        ? $"{request.Scheme}://{request.Host}"
        : hosting.Value.PublicUrl.TrimEnd('/');
}
