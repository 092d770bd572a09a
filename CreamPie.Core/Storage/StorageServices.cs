using CreamPie.Core.Storage.Commands;
using CreamPie.Core.Storage.SetUp;
using CreamPie.Core.Storage.Writing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Storage;

/// <summary>Registration of the database.</summary>
public static class StorageServices
{
    private static readonly ReadableParameters Texts = new();
    private static readonly PatientCommands Patient = new();

    /// <summary>
    /// Adds the database that <paramref name="configuration"/> selects, its options and its start-up checks.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<DatabaseOptions>()
            .BindConfiguration(DatabaseOptions.Section)
            .Validate(o => Enum.IsDefined(o.Provider), "Database__Provider must be Sqlite or Postgres.")
            .Validate(
                o => o.Provider != DatabaseProvider.Postgres || !string.IsNullOrWhiteSpace(configuration.GetConnectionString("CreamPie")),
                "Database__Provider=Postgres needs ConnectionStrings__CreamPie, like Host=localhost;Database=creampie;Username=creampie.");
        services.Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        services.AddSingleton<SqlitePragmas>();
        services.AddSingleton<WriterTurns>();
        services.AddSingleton<DatabaseStartup>();
        services.AddSingleton<SetUpLock>();
        services.AddSingleton<DatabaseClock>();
        services.AddSingleton<DurabilityCheck>();

        if (configuration.GetSection(DatabaseOptions.Section).GetValue<DatabaseProvider>(nameof(DatabaseOptions.Provider))
            == DatabaseProvider.Postgres)
            services.AddContext<PostgresCreamPieDbContext>((_, o) => o.UseNpgsql(configuration.GetConnectionString("CreamPie")));
        else
            services.AddContext<SqliteCreamPieDbContext>((provider, o) => o
                .UseSqlite(
                    SqliteConnectionString(provider, configuration), sqlite => sqlite.ExecutionStrategy(d => new SqliteRetries(d)))
                .AddInterceptors(
                    provider.GetRequiredService<SqlitePragmas>(), provider.GetRequiredService<WriterTurns>(), Patient));
        return services;
    }

    private static void AddContext<TContext>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure)
        where TContext : CreamPieDbContext
    {
        services.AddPooledDbContextFactory<TContext>((provider, options) =>
        {
            configure(provider, options);
            options.AddInterceptors(Texts);
#if DEBUG
            // Which rows come then is left to the database.
            options.ConfigureWarnings(w => w.Throw(
                CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.FirstWithoutOrderByAndFilterWarning));
#endif
            // Raised while EF has its migration lock: the worst moment for a crash at start.
            options.LogTo((id, _) => id == RelationalEventId.MigrationApplying, _ => CrashPoint.Pass("mid-migration"));
        });
        services.AddSingleton<IDbContextFactory<CreamPieDbContext>, BaseContextFactory<TContext>>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContext());
    }

    private static string SqliteConnectionString(IServiceProvider provider, IConfiguration configuration)
    {
        var storage = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        var given = configuration.GetConnectionString("CreamPie");
        var text = string.IsNullOrWhiteSpace(given) ? $"Data Source={storage.SqliteFile}" : given;
        var builder = new SqliteConnectionStringBuilder(text) { ForeignKeys = true };
        if (!builder.ShouldSerialize("Default Timeout"))
            builder.DefaultTimeout = 30;
        return builder.ToString();
    }

    /// <summary>IDbContextFactory is not covariant, and all other code uses the base context.</summary>
    private sealed class BaseContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<CreamPieDbContext>
        where TContext : CreamPieDbContext
    {
        public CreamPieDbContext CreateDbContext() => inner.CreateDbContext();

        public async Task<CreamPieDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await inner.CreateDbContextAsync(cancellationToken);
    }
}
