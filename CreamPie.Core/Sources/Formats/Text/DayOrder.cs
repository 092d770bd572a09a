namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>In which order a date has its parts.</summary>
internal enum DayOrder
{
    YearMonthDay,
    MonthDayYear,
    DayMonthYear,
}
