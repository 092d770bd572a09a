using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Loading;

/// <summary>One processed document on its way into the series of its symbol and source.</summary>
/// <param name="DocumentId">Of the document's row.</param>
/// <param name="Token">The fencing token that the document was claimed with.</param>
/// <param name="Sha256">Of the archived bytes, lower-case hex; settles which of two captures of one instant wins.</param>
/// <param name="ParserVersion">With the document it is the key of the ledger: loaded once a version.</param>
/// <param name="Source">Whose series it goes into.</param>
/// <param name="Symbol">The stock is added if there is none.</param>
/// <param name="KnownAt">UTC; when the document was archived.</param>
/// <param name="Document">With one bar at least.</param>
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
    /// <summary>True if only the newest days were asked for: what is older may have been restated.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The admin who accepted its rewrite of the history; null while none has.</summary>
    public string? AcceptedBy { get; init; }
}

/// <summary>What a load did to the bars of its series.</summary>
/// <param name="Inserted">Days that were new.</param>
/// <param name="Updated">Days whose row was replaced.</param>
/// <param name="Skipped">Days that a later capture had settled already.</param>
/// <param name="Revised">Finished bars whose values changed beyond tolerance.</param>
public sealed record LoadCounts(int Inserted, int Updated, int Skipped, int Revised)
{
    /// <summary>The document had been loaded before.</summary>
    public static readonly LoadCounts None = new(0, 0, 0, 0);
}

/// <summary>How a load ended; only <see cref="Loaded"/> wrote anything.</summary>
public abstract record LoadResult
{
    private LoadResult() { }

    /// <summary>The bars are in the series, now or since an earlier load.</summary>
    /// <param name="StockId">Of the stock's row.</param>
    /// <param name="Counts">All 0 where it had been loaded before.</param>
    public sealed record Loaded(int StockId, LoadCounts Counts) : LoadResult;

    /// <summary>Another run holds the document now; nothing was written.</summary>
    public sealed record LeaseLost : LoadResult;

    /// <summary>It would rewrite much of the history without a reason that is known: nothing was written.</summary>
    /// <param name="Error">One sentence for a person.</param>
    public sealed record MassRewrite(string Error) : LoadResult;
}
