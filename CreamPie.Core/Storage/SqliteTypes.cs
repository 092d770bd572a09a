using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CreamPie.Core.Storage;

/// <summary>An instant is whole milliseconds since 1970 (UTC): sortable, and nothing to parse.</summary>
public sealed class InstantAsMilliseconds() : ValueConverter<DateTime, long>(
    instant => (instant.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond,
    milliseconds => DateTime.UnixEpoch.AddMilliseconds(milliseconds));

public sealed class OffsetInstantAsMilliseconds() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

/// <summary>A day is the number 20100629: sortable, four bytes, and readable in a database shell.</summary>
public sealed class DayAsNumber() : ValueConverter<DateOnly, int>(day => ToNumber(day), number => FromNumber(number))
{
    public static int ToNumber(DateOnly day) => day.Year * 10_000 + day.Month * 100 + day.Day;

    public static DateOnly FromNumber(int number) => new(number / 10_000, number / 100 % 100, number % 100);
}
