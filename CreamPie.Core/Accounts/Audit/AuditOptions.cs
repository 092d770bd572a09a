using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Accounts.Audit;

/// <summary>Settings of the audit.</summary>
public sealed class AuditOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Audit";

    /// <summary>How long an entry is kept, in days. A change applies to entries written from then on.</summary>
    [Range(1, 36_500, ErrorMessage = "Audit__KeepDays must be 1 to 36500.")]
    public int KeepDays { get; set; } = 730;
}
