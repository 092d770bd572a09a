using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables.Operating;

/// <summary>What operators are told of an alert, once for each channel; sent by whichever node claims it.</summary>
public sealed class AlertMessage
{
    /// <summary>The key, and the receiver's means to recognise a repetition (webhook-id).</summary>
    public Guid Id { get; set; }

    /// <summary>Of the <see cref="Alert"/>.</summary>
    public required string Key { get; set; }

    /// <summary>Name of the channel: webhook or mail.</summary>
    public required string Channel { get; set; }

    /// <summary>True if it says that the alert is over.</summary>
    public bool IsRecovery { get; set; }

    /// <summary>Of the alert, when it was written.</summary>
    public required string Title { get; set; }

    /// <summary>Of the alert, when it was written.</summary>
    public required string Detail { get; set; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>Attempts to send it.</summary>
    public int Attempts { get; set; }

    /// <summary>UTC; null once it is sent or given up.</summary>
    public DateTime? NextAttempt { get; set; }

    /// <summary>UTC; null until it is sent.</summary>
    public DateTime? SentAt { get; set; }

    /// <summary>Why the last attempt failed, in one sentence; null if none did.</summary>
    public string? Error { get; set; }
}

internal sealed class AlertMessageMapping : IEntityTypeConfiguration<AlertMessage>
{
    public void Configure(EntityTypeBuilder<AlertMessage> message)
    {
        message.ToTable("alert_message");
        message.Property(m => m.Id).ValueGeneratedNever();
        message.Property(m => m.Key).HasMaxLength(200);
        message.Property(m => m.Channel).HasMaxLength(16);
        message.Property(m => m.Title).HasMaxLength(200);
        message.Property(m => m.Detail).HasMaxLength(ColumnText.LongestError);
        message.Property(m => m.Error).HasMaxLength(ColumnText.LongestError);
        message.HasIndex(m => m.NextAttempt);
        message.HasIndex(m => m.CreatedAt);
    }
}
