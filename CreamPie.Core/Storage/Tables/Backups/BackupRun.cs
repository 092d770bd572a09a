using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Backups;

/// <summary>What a run was to do. The names are stored.</summary>
public enum BackupKind
{
    /// <summary>Copy database and archive into the backup folder.</summary>
    Backup,

    /// <summary>Restore the newest backup into a scratch place, and compare it with what was backed up.</summary>
    Drill,
}

/// <summary>How a run ended. The names are stored.</summary>
public enum BackupOutcome
{
    /// <summary>Whole, and as it should be.</summary>
    Succeeded,

    /// <summary>Made, but the archive has damaged files, which are not in it.</summary>
    Incomplete,

    /// <summary>Nothing was made, or the drill found a difference.</summary>
    Failed,
}

/// <summary>One backup or restore drill.</summary>
public sealed class BackupRun
{
    /// <summary>Ascending in the order of the starts.</summary>
    public int Id { get; set; }

    /// <summary>Backup or drill.</summary>
    public BackupKind Kind { get; set; }

    /// <summary>UTC.</summary>
    public DateTime Started { get; set; }

    /// <summary>UTC; null while it runs, or if its process died.</summary>
    public DateTime? Ended { get; set; }

    /// <summary>Null while it runs, or if its process died.</summary>
    public BackupOutcome? Outcome { get; set; }

    /// <summary>Name of the backup, which is its folder's; null if there is none.</summary>
    public string? Name { get; set; }

    /// <summary>Bytes written, or read by a drill; null until it ends.</summary>
    public long? Bytes { get; set; }

    /// <summary>What was made or what failed, in a sentence or two; null until it ends.</summary>
    public string? Detail { get; set; }
}

internal sealed class BackupRunMapping : IEntityTypeConfiguration<BackupRun>
{
    public void Configure(EntityTypeBuilder<BackupRun> run)
    {
        run.ToTable("backup_run");
        run.HasIndex(r => new { r.Kind, r.Started });
        run.Property(r => r.Name).HasMaxLength(64);
        run.Property(r => r.Detail).HasMaxLength(ColumnText.LongestError);
    }
}
