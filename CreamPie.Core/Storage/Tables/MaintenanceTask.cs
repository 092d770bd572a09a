using System.Globalization;
using CreamPie.Core.Sources.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>Next run of a maintenance task that one process does for all.</summary>
public sealed class MaintenanceTask
{
    /// <summary>Retries dead letters with a transient cause, daily.</summary>
    public const string RetryDeadLetters = "retry-dead-letters";

    /// <summary>Checks the invariants, hourly.</summary>
    public const string CheckInvariants = "check-invariants";

    /// <summary>Reads archived files back, as often as the settings say.</summary>
    public const string VerifyArchive = "verify-archive";

    /// <summary>Cleans up the archive, weekly.</summary>
    public const string TidyArchive = "tidy-archive";

    /// <summary>Compresses old archived files, daily, a minute at a time.</summary>
    public const string CompressArchive = "compress-archive";

    /// <summary>Gives up the bytes of documents that their source's setting does not keep, daily.</summary>
    public const string ApplyRetention = "apply-retention";

    /// <summary>Judges the documents of marked stocks anew.</summary>
    public const string ReplayStocks = "replay-stocks";

    /// <summary>Marks the stocks of documents that an older version of a parser has read; done once.</summary>
    /// <param name="source">Whose parser.</param>
    /// <param name="version">Of the parser.</param>
    public static string ReadAnew(SourceName source, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"read-anew-{source}-{version}");

    /// <summary>Deletes the audit entries whose time is over, daily.</summary>
    public const string ExpireAudit = "expire-audit";

    /// <summary>Deletes the rows of sessions that were over a month ago, daily.</summary>
    public const string ExpireSessions = "expire-sessions";

    /// <summary>Backs up, daily.</summary>
    public const string BackUp = "back-up";

    /// <summary>Restores the newest backup into a scratch place, weekly.</summary>
    public const string DrillRestore = "drill-restore";

    /// <summary>Looks for what needs a person, each minute.</summary>
    public const string CheckAlerts = "check-alerts";

    /// <summary>SQLite only: its next run is the last time that the database has recorded.</summary>
    public const string RecordClock = "record-clock";

    /// <summary>Key; one of those above.</summary>
    public required string Name { get; set; }

    /// <summary>UTC.</summary>
    public DateTime NextRun { get; set; }
}

internal sealed class MaintenanceTaskMapping : IEntityTypeConfiguration<MaintenanceTask>
{
    public void Configure(EntityTypeBuilder<MaintenanceTask> task)
    {
        task.ToTable("maintenance_task");
        task.HasKey(t => t.Name);
        task.Property(t => t.Name).HasMaxLength(64);
    }
}
