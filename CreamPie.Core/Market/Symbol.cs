using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CreamPie.Core.Market;

/// <summary>
/// A ticker symbol, upper case: 1 to 20 of A-Z 0-9 . - ^ = &amp; _, first a letter, digit or ^, at least one letter or digit,
/// never two dots in a row, never &amp; or _ at the end. F, BRK-B, ^GSPC, BTC-USD, GBPUSD=X, 7203.T, M&amp;M.NS and
/// NIFTY_FIN_SERVICE.NS are all real.
/// </summary>
public readonly record struct Symbol : IParsable<Symbol>
{
    /// <summary>In characters.</summary>
    public const int MaxLength = 20;
    /// <summary>The rule as one sentence.</summary>
    public const string Rules = "A symbol has 1 to 20 of A-Z 0-9 . - ^ = & _, starts with a letter, a digit or ^, "
        + "has at least one letter or digit, never two dots in a row and no & or _ at its end, like AAPL, BRK-B, ^GSPC, 7203.T or M&M.NS.";

    private readonly string? _value;

    private Symbol(string value) => _value = value;

    /// <summary>The text, upper case.</summary>
    /// <exception cref="InvalidOperationException">This is the default, which no text gives.</exception>
    public string Value => _value ?? throw new InvalidOperationException("The default Symbol has no value.");

    /// <summary>Trims, upper-cases and checks a text.</summary>
    /// <param name="text">Any text; null is no symbol.</param>
    /// <param name="symbol">The default if the text is none.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out Symbol symbol)
    {
        var candidate = text?.Trim().ToUpperInvariant() ?? "";
        symbol = default;
        if (candidate.Length is 0 or > MaxLength || candidate.Contains("..", StringComparison.Ordinal))
            return false;
        if ((!char.IsAsciiLetterOrDigit(candidate[0]) && candidate[0] != '^') || candidate[^1] is '&' or '_')
            return false;
        if (!candidate.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '^' or '=' or '&' or '_'))
            return false;
        if (!candidate.Any(char.IsAsciiLetterOrDigit))
            return false;
        symbol = new Symbol(candidate);
        return true;
    }

    /// <param name="text">A symbol, in any case.</param>
    /// <exception cref="FormatException">The text is not a symbol.</exception>
    public static Symbol Parse(string text) =>
        TryParse(text, out var symbol) ? symbol : throw new FormatException($"'{text}' is not a symbol. {Rules}");

    /// <summary>The symbol of an earlier listing whose ticker this is now: S=1 for S, as no exchange writes one.</summary>
    /// <param name="number">From 1.</param>
    /// <returns>Null if the ticker leaves no room for the number.</returns>
    public Symbol? Former(int number) =>
        TryParse(string.Create(CultureInfo.InvariantCulture, $"{Value}={number}"), out var former) ? former : null;

    static Symbol IParsable<Symbol>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Symbol>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Symbol result) =>
        TryParse(s, out result);

    /// <summary>True if a text, read as <see cref="TryParse"/> reads it, is this symbol.</summary>
    /// <param name="text">As a document writes it; null is none.</param>
    public bool Is([NotNullWhen(true)] string? text) => TryParse(text, out var other) && other == this;

    /// <summary>The text; empty for the default.</summary>
    public override string ToString() => _value ?? "";
}
