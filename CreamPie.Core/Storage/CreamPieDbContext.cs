using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Core.Storage.Tables.Operating;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage;

/// <summary>The one model of both databases; the two subclasses only carry their own migrations.</summary>
public abstract class CreamPieDbContext(DbContextOptions options)
    : IdentityDbContext<AppUser, IdentityRole, string>(options), IDataProtectionKeyContext
{
    /// <summary>Tracked and imported symbols.</summary>
    public DbSet<Stock> Stocks => Set<Stock>();

    /// <summary>Who tracks which stock.</summary>
    public DbSet<Follower> Followers => Set<Follower>();

    /// <summary>Requests and files; the work queue.</summary>
    public DbSet<Document> Documents => Set<Document>();

    /// <summary>Leases of documents and their ends.</summary>
    public DbSet<Attempt> Attempts => Set<Attempt>();

    /// <summary>Request throttle per host.</summary>
    public DbSet<HostGateRow> HostGates => Set<HostGateRow>();

    /// <summary>Cached robots.txt per host.</summary>
    public DbSet<HostRobots> HostRobots => Set<HostRobots>();

    /// <summary>Next runs of the maintenance tasks.</summary>
    public DbSet<MaintenanceTask> MaintenanceTasks => Set<MaintenanceTask>();

    /// <summary>Running processes, and those that ran.</summary>
    public DbSet<Node> Nodes => Set<Node>();

    /// <summary>What needs a person, and what did.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <summary>What operators are told of alerts.</summary>
    public DbSet<AlertMessage> AlertMessages => Set<AlertMessage>();

    /// <summary>Health and circuit breaker per source.</summary>
    public DbSet<SourceHealthRow> SourceHealth => Set<SourceHealthRow>();

    /// <summary>Last price per stock.</summary>
    public DbSet<LastQuote> LastQuotes => Set<LastQuote>();

    /// <summary>Current bars, one per stock, source and session.</summary>
    public DbSet<DailyBarRow> DailyBars => Set<DailyBarRow>();

    /// <summary>Replaced bars.</summary>
    public DbSet<BarRevision> BarRevisions => Set<BarRevision>();

    /// <summary>Restatements of adjusted closes.</summary>
    public DbSet<AdjustmentRevision> AdjustmentRevisions => Set<AdjustmentRevision>();

    /// <summary>Splits and cash payments, current and replaced.</summary>
    public DbSet<CorporateActionRow> CorporateActions => Set<CorporateActionRow>();

    /// <summary>Splits and cash payments as each document lists them.</summary>
    public DbSet<ListedAction> ListedActions => Set<ListedAction>();

    /// <summary>What each loaded document shows of splits and dividends.</summary>
    public DbSet<LoadEvidence> LoadEvidence => Set<LoadEvidence>();

    /// <summary>Loaded documents and the days they cover.</summary>
    public DbSet<LoadLedgerEntry> LoadLedger => Set<LoadLedgerEntry>();

    /// <summary>What reads need of the ledger, per stock.</summary>
    public DbSet<LedgerSummaryRow> LedgerSummaries => Set<LedgerSummaryRow>();

    /// <summary>Anomalies found in the data.</summary>
    public DbSet<Finding> Findings => Set<Finding>();

    /// <summary>Sign-ins.</summary>
    public DbSet<UserSession> UserSessions => Set<UserSession>();

    /// <summary>Keys of programs.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>Links that read market data.</summary>
    public DbSet<Feed> Feeds => Set<Feed>();

    /// <summary>Accounts that an admin offered.</summary>
    public DbSet<Invitation> Invitations => Set<Invitation>();

    /// <summary>How each user wants the pages.</summary>
    public DbSet<UserPreferences> UserPreferences => Set<UserPreferences>();

    /// <summary>Consecutive failed sign-ins per address.</summary>
    public DbSet<SignInFailure> SignInFailures => Set<SignInFailure>();

    /// <summary>Who did what.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>Symbols that each user has begun to track today.</summary>
    public DbSet<TrackingCount> TrackingCounts => Set<TrackingCount>();

    /// <summary>The one row of this installation.</summary>
    public DbSet<Installation> Installations => Set<Installation>();

    /// <summary>Backups and restore drills that were made or tried.</summary>
    public DbSet<BackupRun> BackupRuns => Set<BackupRun>();

    /// <summary>Key ring of ASP.NET Core, shared by all processes.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(CreamPieDbContext).Assembly);
        SnakeCase.Apply(builder.Model);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<CreamPie.Core.Storage.Tables.Outcome>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<CreamPie.Core.Sources.Contract.Reason>().HaveConversion<string>().HaveMaxLength(24);
        configurationBuilder.Properties<CreamPie.Core.Market.ActionKind>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<CreamPie.Core.Sources.Contract.SourceName>().HaveConversion<short>();
        configurationBuilder.Properties<BackupKind>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<BackupOutcome>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<DocumentState>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<StockStatus>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<CreamPie.Core.Sources.Contract.FindingKind>().HaveConversion<string>().HaveMaxLength(32);
    }
}

/// <summary>The model with the migrations for PostgreSQL.</summary>
public sealed class PostgresCreamPieDbContext(DbContextOptions<PostgresCreamPieDbContext> options)
    : CreamPieDbContext(options);

/// <summary>The model with the migrations and column types for SQLite.</summary>
public sealed class SqliteCreamPieDbContext(DbContextOptions<SqliteCreamPieDbContext> options)
    : CreamPieDbContext(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<InstantAsMilliseconds>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<OffsetInstantAsMilliseconds>();
        configurationBuilder.Properties<DateOnly>().HaveConversion<DayAsNumber>();
    }
}
