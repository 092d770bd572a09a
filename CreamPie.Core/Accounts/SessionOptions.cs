using System.ComponentModel.DataAnnotations;

namespace CreamPie.Core.Accounts;

/// <summary>How long sessions last.</summary>
public sealed class SessionOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Sessions";

    /// <summary>Minutes after which a session of a browser ends if nobody uses it.</summary>
    [Range(1, 720, ErrorMessage = "Sessions__IdleMinutes must be 1 to 720.")]
    public int IdleMinutes { get; set; } = 60;
}
