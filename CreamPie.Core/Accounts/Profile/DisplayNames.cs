using System.Globalization;
using System.Text;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CreamPie.Core.Accounts.Profile;

/// <summary>What pages call a person.</summary>
/// <param name="db">Stores name and audit entry together.</param>
/// <param name="users">Stores the name.</param>
/// <param name="change">Finds the account.</param>
/// <param name="audit">Gets an entry.</param>
public sealed class DisplayNames(CreamPieDbContext db, UserManager<AppUser> users, SensitiveChange change, AuditTrail audit)
{
    /// <summary>Changes one's own name.</summary>
    /// <param name="caller">Who must be signed in.</param>
    /// <param name="name">As typed; empty to be called by the address again.</param>
    /// <returns>A sentence about what is wrong with it; null if it is stored.</returns>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<string?> ChangeAsync(Caller caller, string name)
    {
        var user = await change.UserAsync(caller);
        name = name.Trim();
        if (name.Length > AppUser.LongestName)
            return $"A name can have at most {AppUser.LongestName} characters.";
        if (name.EnumerateRunes().Any(IsUnreadable))
            return "The name has a character that cannot be displayed.";
        user.DisplayName = name.Length == 0 ? null : name;
        audit.Add(db, caller, AuditAction.AccountChange, user.Email, detail: "Name changed.");
        var stored = await users.UpdateAsync(user);
        return stored.Succeeded ? null : "Your account was just changed elsewhere. Try again.";
    }

    /// <summary>A name that came from elsewhere, without what cannot be displayed; null if nothing is left.</summary>
    /// <param name="name">Of any length, with any characters.</param>
    internal static string? Readable(string? name)
    {
        var readable = new StringBuilder();
        foreach (var rune in (name ?? "").EnumerateRunes().Where(rune => !IsUnreadable(rune)))
            readable.Append(rune);
        var shortened = ColumnText.Shortened(readable.ToString().Trim(), AppUser.LongestName).Trim();
        return shortened.Length == 0 ? null : shortened;
    }

    /// <summary>What no reader sees, or what changes the direction of the text around it; half a character reads as U+FFFD.</summary>
    internal static bool IsUnreadable(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
