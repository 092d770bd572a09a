using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

/// <summary>When a maintenance task runs next, in whichever process.</summary>
public sealed class MaintenanceTask
{
    public const string RetryDeadLetters = "retry-dead-letters";
    public const string CheckInvariants = "check-invariants";
    public const string TidyArchive = "tidy-archive";

    /// <summary>Runs at every tick and does nothing else: its next run is the last instant that the database has seen.</summary>
    public const string RecordClock = "record-clock";

    public required string Name { get; set; }
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
