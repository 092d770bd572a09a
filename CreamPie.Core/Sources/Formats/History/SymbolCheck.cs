using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>Refusals of a readable history of the wrong symbol.</summary>
internal static class SymbolCheck
{
    private const int MostShown = 40;

    /// <summary>Neither the file's name nor the document states a symbol.</summary>
    public static readonly ParseResult.Refused NoSymbol = new(
        Reason.FileName,
        "The document is readable, but it does not state its symbol, and its file name does not say one clearly: "
        + $"name it like AAPL.csv or 2025-06-16_TSLA.html. {Symbol.Rules}");

    /// <summary>The symbol that a document states; null if it states none.</summary>
    public static Symbol? Own(ParsedDocument document) => Symbol.TryParse(document.Listing.Symbol, out var own) ? own : null;

    /// <summary>The document names another symbol.</summary>
    /// <param name="own">As the document writes it, of any length.</param>
    /// <param name="wanted">The requested symbol, or that of the file's name.</param>
    public static ParseResult.Refused Mismatch(string own, Symbol wanted) => new(
        Reason.SymbolMismatch, $"The document is of {Excerpt.Of(own, MostShown)}, but {wanted} was asked for or is the file's name.");
}
