namespace CreamPie.Tests.Attacks;

/// <summary>What has broken programs before, and a little that is right, so that requests get beyond the first check.</summary>
internal static class HostileTexts
{
    public static readonly string[] Wrong =
    [
        "", " ", "0", "-1", "1e999", "99999999999999999999", "2147483648", "NaN", "null", "true", "^GSPC", "a@b.example", "%", "%%%", "%00",
        "\0", "a\0b", "\uFFFE", "a\uFFFEb@example.org", "\uFFFF", "\uFEFF", "\uFFFD", "é", "žluťoučký", "مرحبا", "中文/路径", "🐴🔋", "e\u0301",
        "\u202Eevil", "ｐａｓｓ",
        "' OR 1=1 --", "\"; drop table stock; --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "=cmd|' /C calc'!A0",
        "../../etc/passwd", "..\\..\\x", "//evil.example", "/\\evil.example", "/ünïcode", "/a\r\nSet-Cookie: x=1", "\r\n", "\t",
        "1;2", "a,b,c", ",", ",,,,", "TEST,TEST,TEST", "TEST,NONE", "TEST.csv",
        "2024-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "sma(50)", "sma(", "macd(12,26,9)", "sma(2147483648)", "1wk", "all",
        "Infinity", "0x10", "1_000", "١٢٣",
    ];

    public static readonly string[] Right =
    [
        "TEST", "OTHER", "test", "NONE", "2024-01-02", "2023-12-29", "1d", "1wk", "1mo", "auto", "none", "splits", "all", "1", "3", "250",
        "1704067200", "1735689600", "csv", "json", "parquet", "arrow", "columns", "sma(2)", "close", "D", "1D", "W", "max", "5d", "1y",
        "div,splits", "Analyst", "Admin", "00000000-0000-4000-8000-000000000000",
    ];

    /// <summary>Of parts and conditions of an answer.</summary>
    public static readonly string[] Ranges =
    [
        "bytes=0-", "bytes=0-0", "bytes=-1", "bytes=-99999999999", "bytes=5-1", "bytes=9999999-", "bytes=0-3,2-5", "bytes=0-0,-1",
        "bytes=99999999999999999999-", "bytes=", "bytes=a-b", "items=0-1", "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7",
    ];

    /// <summary>Three in four are wrong.</summary>
    public static string Next(Random random) => random.Next(4) == 0 ? random.Pick(Right) : random.Pick(Wrong);

    public static T Pick<T>(this Random random, IReadOnlyList<T> all) => all[random.Next(all.Count)];

    /// <summary>The client itself refuses line ends and other letters: those stay away.</summary>
    public static string OfHeader(string text) => string.Concat(text.Where(c => c is >= ' ' and < (char)127));
}
