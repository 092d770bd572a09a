using System.Globalization;

namespace CreamPie.Core.Retrieval.Politeness;

/// <summary>
/// Rules of a robots.txt for one robot (RFC 9309): the groups that name it, else those for "*". The longest matching rule
/// decides, of equals the one that allows. Unknown lines are ignored.
/// </summary>
public sealed class RobotsRules
{
    /// <summary>Allows everything, without a delay.</summary>
    public static readonly RobotsRules None = new([], TimeSpan.Zero);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    private readonly List<RobotsPattern> _patterns;

    private RobotsRules(List<RobotsPattern> patterns, TimeSpan crawlDelay) => (_patterns, CrawlDelay) = (patterns, crawlDelay);

    /// <summary>Delay between two requests, 0 to 60 s. Not in the RFC, but widely used.</summary>
    public TimeSpan CrawlDelay { get; }

    /// <summary>Parses the text of a robots.txt; never fails.</summary>
    /// <param name="text">The file, possibly with a byte order mark.</param>
    /// <param name="robot">Product token, like "CreamPie"; case-insensitive.</param>
    public static RobotsRules Parse(string text, string robot)
    {
        var (ours, all) = (new Group(), new Group());
        var named = new List<Group>();
        var inRules = false;
        foreach (var line in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            var (key, value) = Split(line);
            if (key.Equals("user-agent", StringComparison.OrdinalIgnoreCase))
            {
                if (inRules)
                    named.Clear();
                inRules = false;
                if (value is "*")
                    named.Add(all);
                else if (TokenOf(value).Equals(robot, StringComparison.OrdinalIgnoreCase))
                    named.Add(ours);
                named.ForEach(g => g.IsThere = true);
            }
            else if (IsRule(key))
            {
                inRules = true;
                foreach (var group in named)
                    group.Add(key, value);
            }
        }
        return (ours.IsThere ? ours : all).ToRules();
    }

    /// <summary>True if the address may be requested; robots.txt itself always may.</summary>
    public bool Allows(Uri url)
    {
        var path = RobotsPattern.Canonical(url.PathAndQuery, isPattern: false);
        if (path == "/robots.txt")
            return true;
        RobotsPattern? best = null;
        foreach (var pattern in _patterns)
        {
            if ((best is null || pattern.Length > best.Length || (pattern.Length == best.Length && pattern.Allows))
                && pattern.Matches(path))
                best = pattern;
        }
        return best is null or { Allows: true };
    }

    private static (string Key, string Value) Split(ReadOnlySpan<char> line)
    {
        if (line.IndexOf('#') is >= 0 and var comment)
            line = line[..comment];
        return line.IndexOf(':') is > 0 and var colon
            ? (line[..colon].Trim().ToString(), line[(colon + 1)..].Trim().ToString())
            : ("", "");
    }

    private static bool IsRule(string key) => key.ToLowerInvariant() is "allow" or "disallow" or "crawl-delay";

    private static string TokenOf(string agent) => agent.Split('/', ' ', '\t')[0];

    private sealed class Group
    {
        private readonly List<RobotsPattern> _patterns = [];
        private double _delay;

        public bool IsThere { get; set; }

        public void Add(string key, string value)
        {
            if (!key.Equals("crawl-delay", StringComparison.OrdinalIgnoreCase))
            {
                if (value.Length > 0)
                    _patterns.Add(new RobotsPattern(value, key.Equals("allow", StringComparison.OrdinalIgnoreCase)));
            }
            else if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0)
            {
                _delay = Math.Max(_delay, Math.Min(seconds, LongestDelay.TotalSeconds));
            }
        }

        public RobotsRules ToRules() => new(_patterns, TimeSpan.FromSeconds(_delay));
    }
}
