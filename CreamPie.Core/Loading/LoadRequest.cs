using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Loading;

/// <summary>One processed document on its way into the series of its symbol and source.</summary>
/// <param name="DocumentId">The document's id.</param>
/// <param name="Token">The fencing token of the document's lease.</param>
/// <param name="Sha256">Of the archived bytes, lower-case hex; breaks the tie between two captures of one instant.</param>
/// <param name="ParserVersion">With the document it is the ledger's key: a document loads once per version.</param>
/// <param name="Source">The source of the series.</param>
/// <param name="Symbol">The stock is created if it does not exist.</param>
/// <param name="KnownAt">UTC; when the document was archived.</param>
/// <param name="Document">With at least one bar.</param>
public sealed record LoadRequest(
    int DocumentId,
    long Token,
    string Sha256,
    int ParserVersion,
    SourceName Source,
    Symbol Symbol,
    DateTime KnownAt,
    ProcessedDocument Document)
{
    /// <summary>True if only the newest days were requested: older ones may have been restated.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The admin who accepted its rewrite of the history; null if none has.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>True if it is loaded whatever refused documents it may explain.</summary>
    public bool IgnoresRefused { get; init; }

    /// <summary>The request for a document that was read.</summary>
    /// <param name="document">Archived, of a known symbol.</param>
    /// <param name="processed">With at least one bar.</param>
    /// <param name="parserVersion">Of the parser that read it.</param>
    public static LoadRequest Of(Document document, ProcessedDocument processed, int parserVersion) => new(
        document.Id, document.Token, document.Sha256!, parserVersion, processed.BasisProved ? document.Source : SourceName.Unproved,
        document.MarketSymbol!.Value, document.KnownAt!.Value, processed)
    {
        IsPartial = document is { FromDay: not null, IsPull: true },
        AcceptedBy = document.AcceptedBy,
    };
}

/// <summary>What a load did to the bars of its series.</summary>
/// <param name="Inserted">New days.</param>
/// <param name="Updated">Days whose row was replaced.</param>
/// <param name="Skipped">Days that a later capture wins.</param>
/// <param name="Revised">Finished bars whose values changed beyond tolerance.</param>
public sealed record LoadCounts(int Inserted, int Updated, int Skipped, int Revised)
{
    /// <summary>The document had been loaded before.</summary>
    public static readonly LoadCounts None = new(0, 0, 0, 0);
}

/// <summary>The result of a load; only <see cref="Loaded"/> wrote anything.</summary>
public abstract record LoadResult
{
    private LoadResult() { }

    /// <summary>The bars are in the series, from this load or an earlier one.</summary>
    /// <param name="StockId">The stock's id.</param>
    /// <param name="Counts">All 0 if it was loaded before.</param>
    public sealed record Loaded(int StockId, LoadCounts Counts) : LoadResult;

    /// <summary>The lease is lost to another run; nothing was written.</summary>
    public sealed record LeaseLost : LoadResult;

    /// <summary>
    /// It contradicts documents that are loaded, or may explain some that were refused: all of them decide. Nothing was written.
    /// </summary>
    /// <param name="StockId">The stock that it would have been loaded into.</param>
    /// <param name="Contradiction">One sentence for a person; null if it contradicts none.</param>
    public sealed record Contested(int StockId, string? Contradiction) : LoadResult;

    /// <summary>The document would rewrite much of the history without a known reason; nothing of it was written.</summary>
    /// <param name="Error">One sentence for a person.</param>
    /// <param name="IsEnded">True if the document was ended with it, in one transaction.</param>
    public sealed record MassRewrite(string Error, bool IsEnded) : LoadResult;
}
