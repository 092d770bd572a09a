using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Tracking;

/// <summary>Limits of tracking.</summary>
public sealed class TrackingOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Tracking";

    /// <summary>Symbols that an analyst may begin to track in one day (UTC); an admin has no limit.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Tracking__SymbolsPerDay must be a whole number from 1 to 1000000, like 200.")]
    public int SymbolsPerDay { get; set; } = 200;
}
