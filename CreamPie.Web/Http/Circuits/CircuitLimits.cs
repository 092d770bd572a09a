using System.ComponentModel.DataAnnotations;

namespace CreamPie.Web.Http.Circuits;

/// <summary>
/// How many pages may be open at a time, on this node. An open page is one circuit and keeps 0.2 to 0.8 MB of memory.
/// </summary>
internal sealed class CircuitLimits : IValidatableObject
{
    public const string Section = "Circuits";

    /// <summary>Open pages of one person: tabs in two windows or on two machines, and still below a tenth of the node's.</summary>
    [Range(1, 100_000, ErrorMessage = "Circuits__PerPerson must be a whole number from 1 to 100000, like 12.")]
    public int PerPerson { get; set; } = 12;

    /// <summary>Open pages of all together: with the default about 240 MB.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Circuits__Total must be a whole number from 1 to 1000000, like 300.")]
    public int Total { get; set; } = 300;

    /// <summary>Of these the ones that only admins get, so that somebody can look when the node is full.</summary>
    [Range(0, 100_000, ErrorMessage = "Circuits__ForAdmins must be a whole number from 0 to 100000, like 10.")]
    public int ForAdmins { get; set; } = 10;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ForAdmins >= Total)
            yield return new ValidationResult("Circuits__ForAdmins must be less than Circuits__Total.");
    }
}
