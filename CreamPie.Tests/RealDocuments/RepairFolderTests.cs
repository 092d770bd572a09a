using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.RealDocuments;

/// <summary>
/// Every file of shared/data/repair: bad data loads with findings and is never repaired; repaired and clean files
/// load without those findings.
/// </summary>
[Trait("Lane", "RealDocuments")]
public sealed class RepairFolderTests
{
    /// <summary>The finding of each bad file that its repaired twin lacks, by kind and day; a null day is the whole document.</summary>
    private static readonly (string Pair, FindingKind Kind, string? Day)[] Detected =
    [
        ("1398-HK-1d-bad-div", FindingKind.DividendNotInAdjClose, "2024-07-08"),
        ("4063-T-1d-bad-div", FindingKind.DividendNotInAdjClose, "2023-03-30"),
        ("8TRA-DE-1d-missing-div-adjust", FindingKind.DividendNotInAdjClose, "2023-06-02"),
        ("ADIG-L-1d-bad-div", FindingKind.DividendNotInAdjClose, "2024-07-03"),
        ("ALPHA-PA-1d-bad-stock-split", FindingKind.LargeMove, "2023-05-08"),
        ("CLC-L-1d-bad-div", FindingKind.DividendNotInAdjClose, "2022-06-30"),
        ("DEX-AX-1d-bad-stock-split", FindingKind.LargeMove, "2023-05-22"),
        ("KAP-IL-1d-bad-div", FindingKind.DividendImplausible, "2022-07-13"),
        ("KME-MI-1d-bad-div", FindingKind.DividendImplausible, "2023-05-22"),
        ("KWS-L-1d-bad-div", FindingKind.DividendNotInAdjClose, "2022-05-26"),
        ("LA-V-1d-bad-stock-split", FindingKind.LargeMove, "2020-08-27"),
        ("MOB-ST-1d-bad-stock-split", FindingKind.LargeMove, "2023-05-22"),
        ("PSH-L-1d-bad-div", FindingKind.DividendImplausible, "2024-08-15"),
        ("RGL-L-1d-bad-div", FindingKind.DividendNotInAdjClose, "2022-03-03"),
        ("SCR-TO-1d-bad-div", FindingKind.DividendImplausible, "2023-09-14"),
        ("SPM-MI-1d-bad-stock-split", FindingKind.LargeMove, "2022-06-20"),
        ("SSW-JO-1d-100x-error", FindingKind.UnitJump, "2023-06-01"),
        ("TENT-L-1d-bad-div", FindingKind.DividendImplausible, "2024-09-05"),
    ];

    /// <summary>1.76 pence, which the repaired file too has as pounds: 8% of the price, which did not fall.</summary>
    private static readonly (string, DateOnly?) StillWrong = ("KWS-L-1d-bad-div", new DateOnly(2024, 5, 23));

    private static readonly string[] Clean = ["EWG-1d-no-bad-divs.csv", "IBE-MC-1d-no-bad-divs.csv", "TISG-MI-1d-no-bad-divs.csv"];

    private static readonly FindingKind[] OfDefects =
    [
        FindingKind.DividendNotInAdjClose, FindingKind.DividendImplausible, FindingKind.UnitJump, FindingKind.LargeMove,
        FindingKind.VolumeOutlier,
    ];

    [RealDataFact]
    public void Every_file_of_the_folder_is_covered() => Assert.Equal(
        new RealFolder("repair").Files,
        Detected.Select(d => d.Pair).Append("AV-L-1wk-bad-stock-split")
            .SelectMany(pair => new[] { $"{pair}.csv", $"{pair}-fixed.csv" })
            .Concat(Clean).Append("EA-15m-no-bad-divs.csv").Append("PAIRS.csv").Order(StringComparer.Ordinal));

    [RealDataFact]
    public void Every_bad_file_loads_and_keeps_its_numbers() => Assert.All(Pairs(), pair =>
    {
        var loaded = new RealFolder("repair").Load($"{pair.Name}.csv", RealFolder.RepairSymbol(pair.Name));

        Assert.Equal((pair.Name, pair.Rows), (pair.Name, loaded.Bars.Count + loaded.Rejected));
        Assert.All(
            loaded.Findings.Where(f => f.Kind != FindingKind.RejectedRow),
            f => Assert.StartsWith("Loaded", f.Done, StringComparison.Ordinal));
        var written = File.ReadLines(RealData.PathOf("repair", $"{pair.Name}.csv")).Skip(1).Select(line => line.Split(','))
            .Where(fields => fields[4].Length > 0)
            .ToDictionary(fields => RealFolder.Day(fields[0][..10]), fields => double.Parse(fields[4], CultureInfo.InvariantCulture));
        Assert.All(loaded.Bars, bar => Assert.True(Price.Same(written[bar.Date], bar.Close), $"{pair.Name} {bar.Date}"));
    });

    [RealDataFact]
    public void Every_pairs_defect_is_found_only_in_the_bad_file()
    {
        var folder = new RealFolder("repair");
        Assert.All(Detected, detected =>
        {
            var day = detected.Day is null ? (DateOnly?)null : RealFolder.Day(detected.Day);
            Assert.Contains(
                folder.Load($"{detected.Pair}.csv", RealFolder.RepairSymbol(detected.Pair)).Findings,
                f => (f.Kind, f.Date) == (detected.Kind, day));
            Assert.DoesNotContain(folder.Load($"{detected.Pair}-fixed.csv", RealFolder.RepairSymbol(detected.Pair)).Findings, f =>
                (f.Kind is FindingKind.DividendNotInAdjClose or FindingKind.DividendImplausible || (f.Kind, f.Date) == (detected.Kind, day))
                && (detected.Pair, f.Date) != StillWrong);
        });
        Assert.Equal(18, Pairs().Count);
    }

    [RealDataFact]
    public void Clean_files_have_no_findings() => Assert.All(Clean, file =>
    {
        var loaded = new RealFolder("repair").Load(file, RealFolder.RepairSymbol(file));

        Assert.Equal(0, loaded.Rejected);
        Assert.DoesNotContain(loaded.Findings, f => OfDefects.Contains(f.Kind));
        Assert.NotEmpty(loaded.Actions);
    });

    [RealDataFact]
    public void Non_daily_files_are_refused()
    {
        var folder = new RealFolder("repair");
        folder.AssertRefused("AV-L-1wk-bad-stock-split.csv", "AV.L", Reason.Basis, "choose the daily interval");
        folder.AssertRefused("AV-L-1wk-bad-stock-split-fixed.csv", "AV.L", Reason.Basis, "choose the daily interval");
        folder.AssertRefused("EA-15m-no-bad-divs.csv", "EA", Reason.Basis, "choose the daily interval");
        folder.AssertRefused("PAIRS.csv", "PAIRS", Reason.Layout, "Date,Open,High,Low,Close,Adj Close,Volume is expected");
    }

    /// <summary>The daily pairs of PAIRS.csv.</summary>
    private static List<(string Name, int Rows)> Pairs() => [.. File.ReadLines(RealData.PathOf("repair", "PAIRS.csv")).Skip(1)
        .Select(line => line.Split(','))
        .Where(fields => fields[1].Length > 0 && fields[0].Contains("-1d-", StringComparison.Ordinal))
        .Select(fields => (fields[0][..^4], int.Parse(fields[2], CultureInfo.InvariantCulture)))];
}
