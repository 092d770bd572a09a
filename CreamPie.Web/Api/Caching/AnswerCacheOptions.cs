using System.ComponentModel.DataAnnotations;

namespace CreamPie.Web.Api.Caching;

/// <summary>Memory for answers that are sent again as they are until the next load of their stock.</summary>
internal sealed class AnswerCacheOptions
{
    public const string Section = "Cache";

    /// <summary>0: nothing is kept.</summary>
    [Range(0, 65_536, ErrorMessage = "Cache__Megabytes must be a whole number from 0 to 65536, like 128.")]
    public int Megabytes { get; set; } = 128;
}
