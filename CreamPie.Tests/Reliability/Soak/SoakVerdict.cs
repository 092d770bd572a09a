using System.Globalization;

namespace CreamPie.Tests.Reliability.Soak;

/// <summary>
/// Whether something grows: the straight line through the second half of the run (least squares) must not rise by more than a part of its
/// mean, or by a few in number. The first half warms up: code is compiled, pools and caches fill. And whether the work went on: what was
/// done in the second half must be most of what was done in the first.
/// </summary>
internal sealed class SoakVerdict
{
    private const double Most = 0.8;

    private readonly List<Line> _lines = [];
    private readonly List<Work> _work = [];

    public SoakVerdict(IReadOnlyList<SoakSample> samples)
    {
        for (var i = 0; i < samples[0].Nodes.Count; i++)
        {
            var (node, role) = (i, samples[0].Nodes[i].Role);
            Add($"{role}: RSS, MB", s => s.Nodes[node].Rss, 0.05);
            Add($"{role}: handles", s => s.Nodes[node].Handles, 0.05, 5);
            Add($"{role}: threads", s => s.Nodes[node].Threads, 0.05, 3);
        }
        Add("heap, MB", s => s.Heap, 0.10);
        Add("connections", s => s.Connections, 0.05, 2);
        var minutes = samples.Zip(samples.Skip(1)).ToList();
        AddSeries("log, KB a minute", EachMinute(s => s.LogBytes / 1_000.0), 0.10);
        AddWork("documents loaded, a minute", s => s.Documents);
        AddWork("answers, a minute", s => s.Answers);
        AddWork("visits of pages, a minute", s => s.Visits);

        void Add(string name, Func<SoakSample, double> of, double part, double number = 0) =>
            AddSeries(name, [.. samples.Select(of)], part, number);
        void AddSeries(string name, List<double> values, double part, double number = 0) =>
            _lines.Add(Line.Of(name, values, part, number));
        void AddWork(string name, Func<SoakSample, double> total)
        {
            var done = EachMinute(total);
            _work.Add(new(name, done.Take(done.Count / 2).DefaultIfEmpty(0).Average(), done.Skip(done.Count / 2).Average()));
        }
        List<double> EachMinute(Func<SoakSample, double> total) => [.. minutes.Select(p => total(p.Second) - total(p.First))];
    }

    public bool IsFlat => _lines.TrueForAll(l => l.IsFlat) && _work.TrueForAll(w => w.WentOn);

    public override string ToString() =>
        "| | mean, first half | mean, second half | rise in the second half | limit | |\n|---|---:|---:|---:|---:|---|\n"
        + string.Join('\n', [.. _lines.Select(l => l.ToString()), .. _work.Select(w => w.ToString())]);

    /// <param name="Rise">Of the line over the second half.</param>
    /// <param name="Limit">Of <paramref name="Rise"/>.</param>
    private sealed record Line(string Name, double First, double Second, double Rise, double Limit)
    {
        public bool IsFlat => Rise <= Limit;

        public static Line Of(string name, List<double> values, double part, double number)
        {
            var first = values.Take(values.Count / 2).DefaultIfEmpty(0).Average();
            var second = values.Skip(values.Count / 2).ToList();
            return new(name, first, second.Average(), Slope(second) * (second.Count - 1), Math.Max(part * second.Average(), number));
        }

        private static double Slope(List<double> values)
        {
            var (x, y) = ((values.Count - 1) / 2.0, values.Average());
            var square = Enumerable.Range(0, values.Count).Sum(i => (i - x) * (i - x));
            return square == 0 ? 0 : Enumerable.Range(0, values.Count).Sum(i => (i - x) * (values[i] - y)) / square;
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"| {Name} | {First:0.0} | {Second:0.0} | {Rise:+0.0;-0.0;0.0} | {Limit:0.0} | {(IsFlat ? "flat" : "**grows**")} |");
    }

    private sealed record Work(string Name, double First, double Second)
    {
        public bool WentOn => First > 0 && Second >= Most * First;

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"| {Name} | {First:0.0} | {Second:0.0} | | at least {Most * First:0.0} | {(WentOn ? "goes on" : "**stalls**")} |");
    }
}
