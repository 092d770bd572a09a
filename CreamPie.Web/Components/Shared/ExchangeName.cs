namespace CreamPie.Web.Components.Shared;

/// <summary>Display name of an exchange, by Yahoo's code.</summary>
internal static class ExchangeName
{
    private static readonly (string Code, string Name)[] Known =
    [
        ("NYQ", "NYSE"), ("NYS", "NYSE"), ("ASE", "NYSE American"), ("PCX", "NYSE Arca"), ("BTS", "Cboe US"),
        ("NMS", "Nasdaq"), ("NGM", "Nasdaq"), ("NCM", "Nasdaq"), ("NAS", "Nasdaq"), ("NIM", "Nasdaq indices"),
        ("NasdaqGS", "Nasdaq"), ("NasdaqGM", "Nasdaq"), ("NasdaqCM", "Nasdaq"), ("NYSEArca", "NYSE Arca"),
        ("PNK", "OTC Markets"), ("OQB", "OTCQB"), ("OQX", "OTCQX"), ("SNP", "S&P indices"), ("DJI", "Dow Jones indices"),
        ("CXI", "Cboe indices"),
        ("TOR", "TSX"), ("VAN", "TSXV"), ("NEO", "Cboe Canada"), ("CNQ", "CSE"), ("MEX", "BMV"), ("SAO", "B3"), ("BUE", "BYMA"),
        ("LSE", "London"), ("IOB", "London IOB"), ("FGI", "FTSE indices"), ("GER", "Xetra"), ("FRA", "Frankfurt"), ("STU", "Stuttgart"),
        ("MUN", "Munich"), ("PAR", "Paris"), ("AMS", "Amsterdam"), ("BRU", "Brussels"), ("LIS", "Lisbon"), ("ISE", "Dublin"),
        ("MIL", "Milan"), ("MCE", "Madrid"), ("EBS", "SIX Swiss"), ("VIE", "Vienna"), ("STO", "Stockholm"), ("CPH", "Copenhagen"),
        ("HEL", "Helsinki"), ("OSL", "Oslo"), ("WSE", "Warsaw"),
        ("JPX", "Tokyo"), ("HKG", "HKEX"), ("SHH", "Shanghai"), ("SHZ", "Shenzhen"), ("KSC", "KRX"), ("KOE", "KOSDAQ"), ("TAI", "TWSE"),
        ("TWO", "TPEx"), ("NSI", "NSE"), ("BSE", "BSE"), ("ASX", "ASX"), ("NZE", "NZX"), ("SES", "SGX"), ("JNB", "JSE"),
        ("TLV", "Tel Aviv"), ("SAU", "Tadawul"),
        ("CCY", "Currencies"), ("CCC", "Crypto"), ("CME", "CME"), ("CBT", "CBOT"), ("CMX", "COMEX"), ("NYM", "NYMEX"), ("NYB", "ICE US"),
    ];

    private static readonly Dictionary<string, string> Names =
        Known.ToDictionary(e => e.Code, e => e.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The code itself if it has no name here.</summary>
    public static string Of(string code) => Names.GetValueOrDefault(code, code);
}
