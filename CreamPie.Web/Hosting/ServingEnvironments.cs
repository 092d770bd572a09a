namespace CreamPie.Web.Hosting;

internal static class ServingEnvironments
{
    /// <summary>True for an installation: Production, and Staging, where the next version is tried by the same rules.</summary>
    public static bool IsServing(this IHostEnvironment environment) => environment.IsProduction() || environment.IsStaging();
}
