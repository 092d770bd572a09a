using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Accounts.Profile;

/// <summary>Reads e-mail addresses that people typed.</summary>
public static class EmailText
{
    private const int Longest = 254;
    private static readonly EmailAddressAttribute Shape = new();

    /// <summary>The sentence for what is no address.</summary>
    public const string InvalidText = "Enter a valid e-mail address.";

    /// <summary>True for text that can be mailed to and compared with other addresses.</summary>
    /// <param name="text">As typed, without spaces around it.</param>
    public static bool IsAddress(string text) =>
        text.Length <= Longest
        && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '\uFFFE' or '\uFFFF' || char.IsSurrogate(c))
        && Shape.IsValid(text);

    /// <summary>In the form in which Identity compares addresses.</summary>
    /// <param name="address">A valid address.</param>
    public static string Normalized(string address) => address.Normalize().ToUpperInvariant();
}
