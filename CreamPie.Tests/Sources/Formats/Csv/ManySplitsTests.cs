using System.Collections;
using System.Globalization;
using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Tests.Sources.Yahoo;

namespace CreamPie.Tests.Sources.Formats.Csv;

/// <summary>A hostile file lists thousands of splits: its cost does not grow by rows times splits.</summary>
public sealed class ManySplitsTests
{
    private const int Days = 5_000;
    private static readonly DateOnly First = new(1990, 1, 1);

    [Fact]
    public void Rows_are_looked_at_a_few_times_however_many_splits()
    {
        var rows = new Counted<ParsedRow>([.. Enumerable.Range(0, Days).Select(i => Row(i, 40))]);
        var splits = new Counted<CorporateAction>(
            [.. Enumerable.Range(1, Days / 2).Select(i => CorporateAction.Split(First.AddDays(2 * i), 2, 1))]);

        Assert.Equal((0, Days / 2 - 1), SplitSteps.AtListed(rows, splits));
        Assert.Empty(SplitSteps.InAdjustedCloses(rows, splits));
        Assert.InRange(rows.Given + splits.Given, 1, 10 * Days);
    }

    [Fact]
    public void File_of_many_splits_is_parsed_as_one_of_few()
    {
        var csv = new StringBuilder("Date,Close,Dividends,Stock Splits,Adj Close\n");
        for (var i = 0; i < Days; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{First.AddDays(i):yyyy-MM-dd},40,0,{(i % 50 == 49 ? 2 : 0)},40\n");

        var document = ParseSamples.Dropped(csv.ToString()).Document();

        Assert.Equal((Days, Days / 50), (document.Rows.Count, document.Actions.Count));
        Assert.Equal(PriceBasis.SplitAdjusted, document.Basis);
    }

    [Fact]
    public void Nearest_rows_around_a_split_are_compared()
    {
        ParsedRow[] rows = [Row(3, 41), Row(0, 80), Row(12, 40), Row(1, 82), Row(1, 300)];

        Assert.Equal((1, 0), SplitSteps.AtListed(rows, [CorporateAction.Split(First.AddDays(2), 2, 1)]));
        // Eleven days away nothing is known.
        Assert.Equal((0, 0), SplitSteps.AtListed(rows, [CorporateAction.Split(First.AddDays(23), 2, 1)]));
    }

    private static ParsedRow Row(int day, double close) => new(day, new(First.AddDays(day), close, close, close, close, close, 1));

    private sealed class Counted<T>(T[] items) : IReadOnlyList<T>
    {
        public int Given { get; private set; }

        public int Count => items.Length;

        public T this[int index]
        {
            get
            {
                Given++;
                return items[index];
            }
        }

        public IEnumerator<T> GetEnumerator()
        {
            foreach (var item in items)
            {
                Given++;
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
