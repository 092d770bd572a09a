using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CreamPie.Core.Storage;

/// <summary>Stores a UTC time as whole milliseconds since 1970: sortable without parsing.</summary>
public sealed class InstantAsMilliseconds() : ValueConverter<DateTime, long>(
    instant => ToMilliseconds(instant),
    milliseconds => DateTime.UnixEpoch.AddMilliseconds(milliseconds))
{
    /// <summary>Whole milliseconds since 1970 of a UTC time.</summary>
    public static long ToMilliseconds(DateTime instant) => (instant.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    /// <summary>A UTC time as a parameter of raw SQL: on SQLite in milliseconds.</summary>
    public static object ToParameter(CreamPieDbContext db, DateTime instant) =>
        db.Database.IsSqlite() ? ToMilliseconds(instant) : instant;
}

/// <summary>The same for DateTimeOffset; the offset is lost.</summary>
public sealed class OffsetInstantAsMilliseconds() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

/// <summary>Stores a day as a number like 20100629: sortable, and readable in a SQL shell.</summary>
public sealed class DayAsNumber() : ValueConverter<DateOnly, int>(day => ToNumber(day), number => FromNumber(number))
{
    /// <summary>Year × 10000 + month × 100 + day.</summary>
    public static int ToNumber(DateOnly day) => day.Year * 10_000 + day.Month * 100 + day.Day;

    /// <summary>The day of such a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a date.</exception>
    public static DateOnly FromNumber(int number) => new(number / 10_000, number / 100 % 100, number % 100);
}
