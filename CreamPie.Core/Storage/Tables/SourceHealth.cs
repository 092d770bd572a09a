using CreamPie.Core.Market;

namespace CreamPie.Core.Ingestion;

/// <summary>How one source is doing, for all processes; and whether it is stopped because its layout changed.</summary>
public sealed class SourceHealth
{
    public SourceName Source { get; set; }

    /// <summary>Documents of an unknown layout since the last one that could be read.</summary>
    public int UnknownLayouts { get; set; }

    /// <summary>Nothing is asked of it since then; null while it is asked.</summary>
    public DateTime? StoppedAt { get; set; }

    /// <summary>One sentence for a person.</summary>
    public string? StoppedWhy { get; set; }

    /// <summary>Of the parser that did not know the layout: a newer one lets the source run again.</summary>
    public int? StoppedParserVersion { get; set; }

    /// <summary>Fingerprint of the last document that was read.</summary>
    public string? Layout { get; set; }

    /// <summary>Of the last good answer, also one that rightly had nothing new.</summary>
    public DateTime? LastLoadedAt { get; set; }
    public DateTime? LastFailedAt { get; set; }
    public Reason? LastReason { get; set; }
    public string? LastError { get; set; }
}
