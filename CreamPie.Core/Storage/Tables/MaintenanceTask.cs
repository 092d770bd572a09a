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

    /// <summary>Cleans up the archive, weekly.</summary>
    public const string TidyArchive = "tidy-archive";

    /// <summary>SQLite only: its next run is the last time that the database has recorded.</summary>
    public const string RecordClock = "record-clock";

    /// <summary>Key; one of the constants above.</summary>
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
