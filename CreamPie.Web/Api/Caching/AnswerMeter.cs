using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Memory;

namespace CreamPie.Web.Api.Caching;

/// <summary>
/// Counts kept answers: <c>creampie.answers</c> with the tags format and kept (true or false), and how many bytes they take and how many
/// there are now.
/// </summary>
internal sealed class AnswerMeter
{
    public const string Name = "CreamPie.Answers";
    public const string Answers = "creampie.answers";
    public const string Bytes = "creampie.answers.bytes";
    public const string Kept = "creampie.answers.kept";

    private readonly Counter<long> _answers;
    private Func<MemoryCacheStatistics>? _statistics;

    public AnswerMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _answers = meter.CreateCounter<long>(Answers, "{answer}", "Answers that could be kept, by format, and whether they were.");
        meter.CreateObservableGauge(Bytes, () => _statistics?.Invoke().CurrentEstimatedSize ?? 0, "By", "Size of all kept answers.");
        meter.CreateObservableGauge(Kept, () => _statistics?.Invoke().CurrentEntryCount ?? 0, "{answer}", "Number of kept answers.");
    }

    public void Watch(Func<MemoryCacheStatistics> statistics) => _statistics = statistics;

    /// <param name="form">Begins with the format.</param>
    /// <param name="isKept">False if it has to be written.</param>
    public void Asked(string form, bool isKept) =>
        _answers.Add(1, new("format", form[..(form.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? end : form.Length)]),
            new KeyValuePair<string, object?>("kept", isKept));
}
