using System.Collections.Frozen;
using System.Globalization;

namespace CreamPie.Core.Accounts;

/// <summary>
/// Common passwords of twelve characters and more, by the pattern of leaked lists: a popular word, once or twice, and a popular
/// ending. About ten thousand; lower case.
/// </summary>
internal static class CommonPasswords
{
    private static readonly string[] Words =
    [
        "password", "passw0rd", "p@ssw0rd", "p@ssword", "passwort", "welcome", "letmein", "changeme", "administrator", "admin", "login",
        "qwerty", "qwertyuiop", "qwertz", "azerty", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx",
        "qazwsx", "qazwsxedc", "iloveyou", "princess", "sunshine", "football", "baseball", "basketball", "superman", "batman", "dragon",
        "monkey", "master", "shadow", "michael", "jennifer", "jordan", "hunter", "charlie", "computer", "internet", "starwars", "whatever",
        "trustno1", "secret", "default", "test", "testing", "guest", "hello", "freedom", "mustang", "cheese", "summer", "winter", "spring",
        "autumn", "abc123", "abcd1234", "abcdefgh", "123456", "1234567890", "12345678910", "987654321", "123qwe", "google", "samsung",
        "stockmarket", "bitcoin", "money", "trading", "investor",
    ];

    private static readonly string[] Endings =
    [
        "", "!", "!!", "!!!", "1", "2", "12", "21", "123", "321", "1234", "4321", "12345", "54321", "123456", "654321", "1234567",
        "12345678", "123456789", "1234567890", "!1", "1!", "12!", "123!", "1234!", "12345!", "123456!", "!123", "@123", "#123", "@1234",
        "_123", "-123", ".", "..", "?", "#", "$", "*", "000", "0000", "111", "1111", "666", "777", "7777", "888", "69", "007", "abc",
        "abcd", "qwe", "qwerty", "xyz",
        .. Enumerable.Range(1950, 85).Select(year => year.ToString(CultureInfo.InvariantCulture)),
        .. Enumerable.Range(2015, 20).Select(year => year.ToString(CultureInfo.InvariantCulture) + "!"),
    ];

    private static readonly FrozenSet<string> All =
        Generate().Where(p => p.Length >= PasswordPolicy.MinLength).ToFrozenSet(StringComparer.Ordinal);

    public static bool Has(string lowerCase) => All.Contains(lowerCase);

    private static IEnumerable<string> Generate() =>
        from word in Words
        from start in new[] { word, word + word }
        from ending in Endings
        select start + ending;
}
