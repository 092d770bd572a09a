using CreamPie.Core.Processing;

namespace CreamPie.Core.Loading;

/// <summary>A doubt about a stock's data, for a person: what was seen and what was done. Never a silent repair.</summary>
public sealed class Finding
{
    public int Id { get; set; }
    public int StockId { get; set; }
    public int DocumentId { get; set; }
    public FindingKind Kind { get; set; }
    public DateOnly? Date { get; set; }
    public required string Seen { get; set; }
    public required string Done { get; set; }
    public DateTime FoundAt { get; set; }
    public DateTime? ClosedAt { get; set; }
    public string? ClosedBy { get; set; }
}
