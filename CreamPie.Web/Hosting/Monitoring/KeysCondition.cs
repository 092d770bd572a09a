using System.Globalization;
using System.Xml.Linq;
using CreamPie.Core.Monitoring.Alerts;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Web.Hosting.Monitoring;

/// <summary>The certificate of the key file comes to its end, or no newer key takes the place of the ring's last one.</summary>
internal sealed class KeysCondition(KeyFile file) : IAlertCondition
{
    private static readonly TimeSpan Early = TimeSpan.FromDays(30);

    public string Name => "keys";

    public async Task<IReadOnlyList<FoundAlert>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var found = new List<FoundAlert>();
        if (file.Certificate is { } certificate && certificate.NotAfter.ToUniversalTime() is var end && end < now + Early)
        {
            found.Add(new(
                $"{Name}:file", "The certificate of the key file ends",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Security__KeyFile ({file.Path}) ends at {end:u}. Keys that it protects stay readable; put a new one in its place.")));
        }
        var keys = await db.DataProtectionKeys.AsNoTracking().Where(k => k.Xml != null).Select(k => k.Xml!).ToListAsync(cancellationToken);
        if (keys.Count > 0 && keys.Max(EndOf) is var last && last < now)
        {
            found.Add(new(
                $"{Name}:ring", "The data-protection keys have expired",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The newest key ended at {last:u}, and no node has made another: sign-ins may fail. See the log.")));
        }
        return found;
    }

    private static DateTime EndOf(string xml) =>
        (DateTime?)XElement.Parse(xml).Element("expirationDate") is { } end ? end.ToUniversalTime() : DateTime.MinValue;
}
