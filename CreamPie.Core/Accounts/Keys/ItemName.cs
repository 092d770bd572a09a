using CreamPie.Core.Accounts.Profile;
using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Accounts.Keys;

/// <summary>What its owner calls a key or a feed.</summary>
internal static class ItemName
{
    /// <summary>A sentence about what is wrong with a trimmed name; null if it may be stored.</summary>
    public static string? Problem(string name) =>
        name.Length == 0 ? "Enter a name."
        : name.Length > ApiKey.LongestName ? $"A name can have at most {ApiKey.LongestName} characters."
        : name.EnumerateRunes().Any(DisplayNames.IsUnreadable) ? "The name has a character that cannot be displayed."
        : null;
}
