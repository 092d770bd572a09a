using CreamPie.Core.Market;
using CreamPie.Core.Processing;

namespace CreamPie.Core.Loading;

/// <summary>One processed document on its way into the series of its symbol and source.</summary>
/// <param name="Token">The fencing token that the document was claimed with.</param>
/// <param name="KnownAt">UTC; when the document was archived.</param>
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

    /// <summary>Who has said that its rewrite of the history is right; null while nobody has.</summary>
    public string? AcceptedBy { get; init; }
}

/// <param name="Skipped">Days that a later capture had settled already.</param>
/// <param name="Revised">Finished bars whose values changed beyond tolerance.</param>
public sealed record LoadCounts(int Inserted, int Updated, int Skipped, int Revised)
{
    public static readonly LoadCounts None = new(0, 0, 0, 0);
}

public abstract record LoadResult
{
    private LoadResult() { }

    public sealed record Loaded(int StockId, LoadCounts Counts) : LoadResult;

    /// <summary>Somebody else holds the document now; nothing was written.</summary>
    public sealed record LeaseLost : LoadResult;

    /// <summary>It would rewrite much of the history without a reason that is known: nothing was written.</summary>
    /// <param name="Error">One sentence for a person.</param>
    public sealed record MassRewrite(string Error) : LoadResult;
}
