using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage;

/// <summary>The one model. The two subclasses only say whose migrations are meant.</summary>
public abstract class CreamPieDbContext(DbContextOptions options)
    : IdentityDbContext<AppUser, IdentityRole, string>(options), IDataProtectionKeyContext
{
    public DbSet<Stock> Stocks => Set<Stock>();
    public DbSet<Document> Documents => Set<Document>();
    public DbSet<Attempt> Attempts => Set<Attempt>();
    public DbSet<HostGateRow> HostGates => Set<HostGateRow>();
    public DbSet<HostRobots> HostRobots => Set<HostRobots>();
    public DbSet<MaintenanceTask> MaintenanceTasks => Set<MaintenanceTask>();
    public DbSet<SourceHealthRow> SourceHealth => Set<SourceHealthRow>();
    public DbSet<LastQuote> LastQuotes => Set<LastQuote>();
    public DbSet<DailyBarRow> DailyBars => Set<DailyBarRow>();
    public DbSet<BarRevision> BarRevisions => Set<BarRevision>();
    public DbSet<AdjustmentRevision> AdjustmentRevisions => Set<AdjustmentRevision>();
    public DbSet<CorporateActionRow> CorporateActions => Set<CorporateActionRow>();
    public DbSet<LoadLedgerEntry> LoadLedger => Set<LoadLedgerEntry>();
    public DbSet<Finding> Findings => Set<Finding>();
    public DbSet<UserSession> UserSessions => Set<UserSession>();
    public DbSet<SignInFailure> SignInFailures => Set<SignInFailure>();
    public DbSet<Installation> Installations => Set<Installation>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(CreamPieDbContext).Assembly);
        SnakeCase.Apply(builder.Model);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<CreamPie.Core.Storage.Tables.Outcome>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<CreamPie.Core.Sources.Contract.Reason>().HaveConversion<string>().HaveMaxLength(24);
        configurationBuilder.Properties<CreamPie.Core.Market.ActionKind>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<CreamPie.Core.Sources.Contract.SourceName>().HaveConversion<short>();
        configurationBuilder.Properties<DocumentState>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<StockStatus>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<CreamPie.Core.Sources.Contract.FindingKind>().HaveConversion<string>().HaveMaxLength(32);
    }
}

public sealed class PostgresCreamPieDbContext(DbContextOptions<PostgresCreamPieDbContext> options)
    : CreamPieDbContext(options);

public sealed class SqliteCreamPieDbContext(DbContextOptions<SqliteCreamPieDbContext> options)
    : CreamPieDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<InstantAsMilliseconds>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<OffsetInstantAsMilliseconds>();
        configurationBuilder.Properties<DateOnly>().HaveConversion<DayAsNumber>();
    }
}
