namespace CreamPie.Core.Accounts.Factors;

/// <summary>Codes for the day when the authenticator app is lost: ten, each works once.</summary>
public static class RecoveryCodes
{
    /// <summary>How many a person gets at once.</summary>
    public const int Count = 10;

    private const int Length = 16;
    private const int Group = 4;

    /// <summary>New ones of 80 random bits: ABCD-EFGH-JKLM-NOPQ.</summary>
    internal static IReadOnlyList<string> New() =>
        [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', Base32.Random(Length).Chunk(Group).Select(part => new string(part))))];

    /// <summary>Without what people add or leave out when they copy a code.</summary>
    internal static string Normalized(string code) => new([.. code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
}
