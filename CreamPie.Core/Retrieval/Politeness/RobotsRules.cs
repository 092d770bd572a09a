using System.Globalization;

namespace CreamPie.Core.Retrieval.Politeness;

/// <summary>
/// What a robots.txt allows one robot (RFC 9309): the groups that name it, else those for "*"; of the rules that match a
/// path the longest decides, and of two as long the one that allows. Whatever is no rule is passed over.
/// </summary>
public sealed class RobotsRules
{
    public static readonly RobotsRules None = new([], TimeSpan.Zero);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    private readonly List<RobotsPattern> _patterns;

    private RobotsRules(List<RobotsPattern> patterns, TimeSpan crawlDelay) => (_patterns, CrawlDelay) = (patterns, crawlDelay);

    /// <summary>Between two requests, from 0 to 60 s. No part of the standard, but asked for by many.</summary>
    public TimeSpan CrawlDelay { get; }

    /// <param name="robot">The product token, like "CreamPie"; its case does not matter.</param>
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

    /// <summary>Whether this address of the host may be asked for; robots.txt itself always may.</summary>
    public bool Allows(Uri url)
    {
        var path = RobotsPattern.Canonical(url.PathAndQuery, isPattern: false);
        if (path == "/robots.txt")
            return true;
        RobotsPattern? best = null;
        foreach (var pattern in _patterns)
        {
            if ((best is null || pattern.Length > best.Length || (pattern.Length == best.Length && pattern.Allows)) && pattern.Matches(path))
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
