using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Querying.HeavyReading;

/// <summary>Limits of reads that cost much: parsed views and texts of documents, downloads of whole files.</summary>
public sealed class HeavyReadOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "HeavyReads";

    /// <summary>Heavy reads at the same time, of all callers of this node.</summary>
    [Range(1, 1_000, ErrorMessage = "HeavyReads__Total must be a whole number from 1 to 1000, like 4.")]
    public int Total { get; set; } = 4;

    /// <summary>The same of one person: the two panes of one document.</summary>
    [Range(1, 1_000, ErrorMessage = "HeavyReads__PerPerson must be a whole number from 1 to 1000, like 2.")]
    public int PerPerson { get; set; } = 2;

    /// <summary>Large answers at the same time, to all callers of this node: each is in memory until it is received.</summary>
    [Range(1, 10_000, ErrorMessage = "HeavyReads__Answers must be a whole number from 1 to 10000, like 64.")]
    public int Answers { get; set; } = 64;

    /// <summary>How long another one waits before it is refused, in seconds.</summary>
    [Range(0.0, 300.0, ErrorMessage = "HeavyReads__WaitSeconds must be a number from 0 to 300, like 5.")]
    public double WaitSeconds { get; set; } = 5;
}
