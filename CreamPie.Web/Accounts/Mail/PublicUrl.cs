using CreamPie.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Mail;

/// <summary>
/// Root of the links in mails: the configured address. Without one, that of the request: only this machine's own names and
/// Hosting__AllowedHosts are served then, so that a forged Host cannot make us mail links to elsewhere.
/// </summary>
internal sealed class PublicUrl(IOptions<HostingOptions> hosting, IConfiguration configuration)
{
    /// <summary>Null without a configured address.</summary>
    public Uri? Configured =>
        configuration[$"{HostingOptions.Section}:{nameof(HostingOptions.PublicUrl)}"] is null ? null : hosting.Value.PublicUri;

    public string Of(HttpRequest request) => Or($"{request.Scheme}://{request.Host}");

    /// <summary>For a page of a circuit, which has no request: it knows the address in the browser.</summary>
    public string Or(string addressInBrowser) =>
        (Configured is null ? addressInBrowser : hosting.Value.PublicUrl).TrimEnd('/');
}
