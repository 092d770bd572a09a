using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Jobs;

/// <summary>Hangfire makes a schema of its own. Where it may not, it would start, try again for a while, and run no job.</summary>
internal static class JobStorageRights
{
    /// <exception cref="OptionsValidationException">The role may not make the schema.</exception>
    public static async Task RequireJobStorageAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        if (!app.Services.GetRequiredService<IOptions<JobOptions>>().Value.Hangfire)
            return;
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        if (!db.Database.IsNpgsql())
            return;
        var role = await db.Database.SqlQuery<string?>(
            $"""
            select case when to_regnamespace('hangfire') is null and not has_database_privilege(current_database(), 'CREATE')
            then current_user::text end as "Value"
            """).SingleAsync(cancellationToken);
        if (role is not null)
        {
            throw new OptionsValidationException(
                JobOptions.Section, typeof(JobOptions),
                [
                    $"ConnectionStrings__CreamPie: the role {role} may not make the schema hangfire for the job server. Make it the owner "
                        + "of the database, grant it CREATE on the database, or set Jobs__Hangfire=false.",
                ]);
        }
    }
}
