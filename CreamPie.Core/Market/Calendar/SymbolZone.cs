using System.Collections.Frozen;

namespace CreamPie.Core.Market.Calendar;

/// <summary>The zone (IANA) of the exchange that a symbol's suffix names, as Yahoo writes suffixes: FDJU.PA trades in Paris.</summary>
internal static class SymbolZone
{
    private static readonly FrozenDictionary<string, string> Zones = new (string Zone, string Suffixes)[]
    {
        ("America/Argentina/Buenos_Aires", "BA"),
        ("America/Bogota", "CL"),
        ("America/Caracas", "CR"),
        ("America/Mexico_City", "MX"),
        ("America/Santiago", "SN"),
        ("America/Sao_Paulo", "SA"),
        ("America/Toronto", "TO V CN NE"),
        ("Africa/Cairo", "CA"),
        ("Africa/Johannesburg", "JO"),
        ("Asia/Bangkok", "BK"),
        ("Asia/Colombo", "CM"),
        ("Asia/Dubai", "AE"),
        ("Asia/Ho_Chi_Minh", "VN"),
        ("Asia/Hong_Kong", "HK"),
        ("Asia/Jakarta", "JK"),
        ("Asia/Jerusalem", "TA"),
        ("Asia/Karachi", "KA"),
        ("Asia/Kolkata", "NS BO"),
        ("Asia/Kuala_Lumpur", "KL"),
        ("Asia/Kuwait", "KW"),
        ("Asia/Manila", "PS"),
        ("Asia/Qatar", "QA"),
        ("Asia/Riyadh", "SR SAU"),
        ("Asia/Seoul", "KS KQ"),
        ("Asia/Shanghai", "SS SZ"),
        ("Asia/Singapore", "SI"),
        ("Asia/Taipei", "TW TWO"),
        ("Asia/Tokyo", "T"),
        ("Atlantic/Reykjavik", "IC"),
        ("Australia/Sydney", "AX XA"),
        ("Europe/Amsterdam", "AS"),
        ("Europe/Athens", "AT"),
        ("Europe/Berlin", "DE F BE DU HM HA MU SG"),
        ("Europe/Brussels", "BR"),
        ("Europe/Bucharest", "RO"),
        ("Europe/Budapest", "BD"),
        ("Europe/Copenhagen", "CO"),
        ("Europe/Dublin", "IR"),
        ("Europe/Helsinki", "HE"),
        ("Europe/Istanbul", "IS"),
        ("Europe/Lisbon", "LS"),
        ("Europe/London", "L IL"),
        ("Europe/Madrid", "MC"),
        ("Europe/Moscow", "ME"),
        ("Europe/Oslo", "OL"),
        ("Europe/Paris", "PA NX"),
        ("Europe/Prague", "PR"),
        ("Europe/Riga", "RG"),
        ("Europe/Rome", "MI TI"),
        ("Europe/Stockholm", "ST"),
        ("Europe/Tallinn", "TL"),
        ("Europe/Vienna", "VI"),
        ("Europe/Vilnius", "VS"),
        ("Europe/Warsaw", "WA"),
        ("Europe/Zurich", "SW VX"),
        ("Pacific/Auckland", "NZ"),
    }
        .SelectMany(z => z.Suffixes.Split(' ').Select(suffix => (suffix, z.Zone)))
        .ToFrozenDictionary(z => z.suffix, z => z.Zone, StringComparer.OrdinalIgnoreCase);

    /// <param name="symbol">As a document or this installation writes it.</param>
    /// <returns>Null if it has no suffix, or one of no known exchange (the B of BRK.B).</returns>
    public static string? Of(string? symbol)
    {
        var dot = symbol?.LastIndexOf('.') ?? -1;
        return dot < 0 ? null : Zones.GetValueOrDefault(symbol![(dot + 1)..].Trim());
    }
}
