namespace CreamPie.Web.Jobs;

public sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>False: no Hangfire and no dashboard; documents go to workers in this process through a channel.</summary>
    public bool Hangfire { get; set; } = true;
}
