using System.Globalization;
using CreamPie.Core.Sources.DropFolder;

namespace CreamPie.Tests.Sources.DropFolder;

public sealed class DroppedFileNameTests
{
    [Theory]
    [InlineData("2025-06-16_TSLA_svelte.html", "TSLA", "2025-06-16")]
    [InlineData("AAPL_2020-12-11.csv", "AAPL", "2020-12-11")]
    [InlineData("DEN_2020-12-11_many-null.csv", "DEN", "2020-12-11")]
    [InlineData("^GSPC_2023-12-28.csv", "^GSPC", "2023-12-28")]
    [InlineData("BRK-B.csv", "BRK-B", null)]
    [InlineData("7203.T.csv", "7203.T", null)]
    [InlineData("7203.T", "7203.T", null)]
    [InlineData("GBPUSD=X.json", "GBPUSD=X", null)]
    [InlineData("aapl.HTM", "AAPL", null)]
    [InlineData("TSLA", "TSLA", null)]
    [InlineData("AAPL_2020-13-41.csv", "AAPL", null)]
    [InlineData("2025-06-16.html", null, "2025-06-16")]
    [InlineData("my prices of today.csv", null, null)]
    [InlineData("_TSLA.csv", null, null)]
    [InlineData(".csv", null, null)]
    [InlineData("", null, null)]
    public void File_name_gives_symbol_and_capture_day(string name, string? symbol, string? day)
    {
        var read = DroppedFileName.Of(name);

        Assert.Equal(symbol, read.Symbol?.Value);
        DateTime? noon = day is null
            ? null
            : DateTime.ParseExact(
                $"{day} 12Z", "yyyy-MM-dd HH'Z'", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        Assert.Equal(noon, read.CapturedAt);
        Assert.Equal(noon?.Kind, read.CapturedAt?.Kind);
    }
}
