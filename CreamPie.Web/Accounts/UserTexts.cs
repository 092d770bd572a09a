using CreamPie.Core.Accounts.Factors;

namespace CreamPie.Web.Accounts;

/// <summary>Sentences that pages and API share.</summary>
internal static class UserTexts
{
    public const string LastAdmin =
        "This is the only admin who can sign in. Make somebody else an admin first.";

    public const string NoPassword =
        "This user has no password: they sign in with a passkey or a linked account.";

    /// <summary>"2 passkeys, Google and 1 API key"; null for none.</summary>
    public static string? ListOf(OtherWaysIn ways)
    {
        string[] names =
            [.. Count(ways.Passkeys, "passkey"), .. ways.Providers, .. Count(ways.ApiKeys, "API key"), .. Count(ways.Feeds, "feed")];
        return names.Length < 2 ? names.FirstOrDefault() : string.Join(", ", names[..^1]) + " and " + names[^1];
    }

    private static string[] Count(int count, string what) => count switch { 0 => [], 1 => [$"1 {what}"], _ => [$"{count} {what}s"] };
}
